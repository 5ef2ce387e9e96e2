package io.gapless.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gapless.fuzz.Mutations;
import io.gapless.fuzz.Refusals;
import io.gapless.trade.Seeds;
import io.gapless.trade.Symbol;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Checkpoints that something has damaged: each is read as it stands, or refused as one.
class CheckpointMutationTest {
    /// Damaged documents per seed.
    private static final int ROUNDS = 1_000;

    /// Fields that are written as they were read, character for character.
    private static final List<String> AS_THEY_ARE =
            List.of("symbol", "version", "archived", "absent", "followed", "wanted", "asked");

    private static final Symbol BTCUSDT = Symbol.of("BTCUSDT");

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void aDamagedCheckpointIsReadAsItStandsOrRefused(long seed) {
        RandomGenerator random = Seeds.random(seed);
        Mutations documents =
                Mutations.of(
                        random,
                        CheckpointJson.write(SampleCheckpoints.everyField(BTCUSDT, 17)),
                        CheckpointJson.write(
                                SampleCheckpoints.everyField(Symbol.of("币安人生USDT"), 3)),
                        CheckpointJson.write(Checkpoint.none(Symbol.of("ETHUSDT@2"))));
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String json = documents.nextText();
            try {
                refused += check(json) ? 0 : 1;
            } catch (Throwable t) {
                throw new AssertionError("-Dseed=" + seed + ": " + json, t);
            }
        }
        assertThat(refused).isBetween(ROUNDS / 5, ROUNDS * 19 / 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"followed\":-1",
                "\"version\":-1",
                "\"ahead\":{\"id\":-1,\"since\":\"2026-01-01T00:00:00Z\"}",
                "\"archived\":[[-2,-1]]",
                "\"asked\":[[5,-9223372036854775808]]",
            })
    void numbersBelowSenseAreRefusedAsEverythingElse(String field) throws JsonProcessingException {
        ObjectNode document =
                (ObjectNode) JSON.readTree(CheckpointJson.write(Checkpoint.none(BTCUSDT)));
        document.setAll((ObjectNode) JSON.readTree("{" + field + "}"));

        assertThat(check(document.toString())).isFalse();
    }

    /// @return whether it was read
    private static boolean check(String json) throws JsonProcessingException {
        Checkpoint[] read = new Checkpoint[1];
        try {
            Refusals.withinMemory(() -> read[0] = CheckpointJson.read(json, "the test"));
        } catch (StorageRefusedException e) {
            Refusals.assertReadable(String.valueOf(e.getMessage()));
            return false;
        }
        String written = CheckpointJson.write(read[0]);
        assertThat(CheckpointJson.read(written, "the test")).isEqualTo(read[0]);
        JsonNode before = JSON.readTree(json);
        JsonNode after = JSON.readTree(written);
        for (String field : AS_THEY_ARE) {
            if (before.hasNonNull(field)) {
                assertThat(after.get(field)).as(field).isEqualTo(before.get(field));
            }
        }
        return true;
    }
}
