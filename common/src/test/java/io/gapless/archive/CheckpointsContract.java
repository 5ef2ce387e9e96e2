package io.gapless.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every table of [Checkpoints] holds to: the fake, SQLite and DynamoDB.
public abstract class CheckpointsContract {
    protected static final Symbol BTCUSDT = Symbol.of("BTCUSDT");
    protected static final Instant NOW = SampleCheckpoints.NOW;
    private static final int RUNNERS = 8;
    private static final int MAX_TRIES = 1_000;

    /// The table under test, empty.
    protected abstract Checkpoints checkpoints();

    /// The same table as another process opens it.
    protected abstract Checkpoints checkpointsOfAnotherProcess();

    @Test
    void aSymbolThatWasNeverWrittenHasNone() {
        assertThat(checkpoints().read(BTCUSDT)).isEmpty();
        assertThat(checkpoints().all()).isEmpty();
    }

    @Test
    void aWrittenCheckpointIsReadByAnotherProcess() {
        Checkpoint first = SampleCheckpoints.first(BTCUSDT);

        assertThat(checkpoints().write(first)).isTrue();

        assertThat(checkpointsOfAnotherProcess().read(BTCUSDT)).contains(first);
    }

    @Test
    void everyFieldSurvives() {
        Checkpoint before = SampleCheckpoints.first(BTCUSDT);
        Checkpoint full = SampleCheckpoints.everyField(BTCUSDT, 2);
        write(before);
        write(full);

        assertThat(checkpointsOfAnotherProcess().read(BTCUSDT)).contains(full);
        assertThat(checkpoints().all()).containsExactly(full);
    }

    @Test
    void fieldsThatAreNotThereAnyMoreAreGone() {
        write(SampleCheckpoints.everyField(BTCUSDT, 1));
        Checkpoint unfollowed =
                read().change()
                        .commit(Set.of("c1", "c2"))
                        .unfollow(3_735_683_400L, NOW)
                        .withdraw(read().wanted().asked())
                        .at(NOW);
        write(unfollowed);

        assertThat(read()).isEqualTo(unfollowed);
        assertThat(read().claims()).isEmpty();
        assertThat(read().wanted().followedFrom()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BTCUSDT@2", "币安人生USDT", "1000SATSUSDT", "A-B.C_D"})
    void everySymbolHasItsOwn(String name) {
        Checkpoint first = SampleCheckpoints.everyField(Symbol.of(name), 1);
        Checkpoint other = SampleCheckpoints.first(BTCUSDT);
        write(first);
        write(other);

        assertThat(checkpoints().read(Symbol.of(name))).contains(first);
        assertThat(checkpoints().read(BTCUSDT)).contains(other);
    }

    @Test
    void asManyRangesAsAreAllowedSurvive() {
        Checkpoint pieces = SampleCheckpoints.inPieces(BTCUSDT, Checkpoint.MAX_RANGES_AT_TAIL);
        write(pieces);

        assertThat(read()).isEqualTo(pieces);
        assertThat(read().archived().rangeCount()).isEqualTo(Checkpoint.MAX_RANGES_AT_TAIL);
    }

    @Test
    void aFirstVersionIsNotStoredOverAnExistingOne() {
        Checkpoint first = SampleCheckpoints.first(BTCUSDT);
        write(first);
        Checkpoint another = Checkpoint.none(BTCUSDT).change().follow(99).at(NOW);

        assertThat(checkpointsOfAnotherProcess().write(another)).isFalse();
        assertThat(read()).isEqualTo(first);
    }

    @Test
    void aVersionIsNotStoredWithoutTheOneBefore() {
        Checkpoint second = SampleCheckpoints.first(BTCUSDT).change().follow(1).at(NOW);

        assertThat(checkpoints().write(second)).isFalse();
        assertThat(checkpoints().read(BTCUSDT)).isEmpty();
    }

    @Test
    void ofTwoChangesOfOneVersionTheSecondIsRefused() {
        Checkpoint first = SampleCheckpoints.first(BTCUSDT);
        write(first);
        Checkpoint mine = asking(first, 10);
        Checkpoint theirs = asking(first, 20);

        assertThat(checkpoints().write(mine)).isTrue();
        assertThat(checkpointsOfAnotherProcess().write(theirs)).isFalse();
        assertThat(read()).isEqualTo(mine);
    }

    @Test
    void anOldVersionIsNotStoredOverANewerOne() {
        Checkpoint first = SampleCheckpoints.first(BTCUSDT);
        Checkpoint second = asking(first, 10);
        Checkpoint third = asking(second, 20);
        write(first);
        write(second);
        write(third);

        assertThat(checkpoints().write(second)).isFalse();
        assertThat(read()).isEqualTo(third);
    }

    @Test
    void aWriteWhoseReplyWasLostIsFoundByReadingAgain() {
        Checkpoint first = SampleCheckpoints.first(BTCUSDT);
        write(first);
        Checkpoint claimed =
                first.change().claim(SampleCheckpoints.claim(BTCUSDT, "mine", 1, 9)).at(NOW);
        write(claimed);

        assertThat(checkpoints().write(claimed)).isFalse();
        assertThat(read().claim("mine")).isPresent();
    }

    @Test
    void whatWasNeverChangedIsNotStored() {
        assertThatThrownBy(() -> checkpoints().write(Checkpoint.none(BTCUSDT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BTCUSDT");
    }

    @Test
    void ofManyFirstWritesExactlyOneIsStored() {
        List<Boolean> stored =
                Race.of(
                        RUNNERS,
                        i -> table(i).write(Checkpoint.none(BTCUSDT).change().follow(i).at(NOW)));

        assertThat(stored).containsOnlyOnce(true);
        assertThat(read().wanted().followedFrom()).hasValue(stored.indexOf(true));
    }

    @Test
    void noChangeOfManyWritersIsLostAndNoVersionIsLeftOut() {
        int changesEach = 6;
        write(Checkpoint.none(BTCUSDT).change().follow(1).at(NOW));

        List<List<Long>> versions =
                Race.of(
                        RUNNERS,
                        i -> {
                            List<Long> mine = new ArrayList<>();
                            for (int n = 0; n < changesEach; n++) {
                                int id = 10 * (changesEach * i + n);
                                mine.add(change(table(i), checkpoint -> asking(checkpoint, id)));
                            }
                            return mine;
                        });

        int changes = RUNNERS * changesEach;
        assertThat(read().version()).isEqualTo(1 + changes);
        assertThat(read().wanted().asked().size()).isEqualTo(changes);
        List<Long> all = new ArrayList<>(versions.stream().flatMap(List::stream).toList());
        Collections.sort(all);
        for (int i = 0; i < changes; i++) {
            assertThat(all.get(i)).isEqualTo(i + 2);
        }
    }

    @Test
    void allComeInTheOrderOfTheirSymbols() {
        List<Checkpoint> expected =
                List.of("ADAUSDT", "BTCUSD", "BTCUSDT", "BTCUSDT@2", "BTCUSDT@10", "币安人生USDT")
                        .stream()
                        .map(name -> SampleCheckpoints.first(Symbol.of(name)))
                        .toList();
        expected.reversed().forEach(this::write);

        assertThat(checkpoints().all()).containsExactlyElementsOf(expected);
    }

    @Test
    void allComeEvenWhenTheyAreMegabytes() {
        List<Checkpoint> expected = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            expected.add(
                    SampleCheckpoints.inPieces(
                            Symbol.of("S%02dUSDT".formatted(i)), Checkpoint.MAX_RANGES_AT_TAIL));
        }
        expected.forEach(this::write);

        assertThat(checkpoints().all()).isEqualTo(expected);
    }

    protected final Checkpoint read() {
        return checkpoints().read(BTCUSDT).orElseThrow();
    }

    protected final void write(Checkpoint next) {
        assertThat(checkpoints().write(next)).isTrue();
    }

    private Checkpoints table(int runner) {
        return runner % 2 == 0 ? checkpoints() : checkpointsOfAnotherProcess();
    }

    /// Reads, changes and writes until it is stored.
    ///
    /// @return the version that was stored
    private static long change(Checkpoints table, UnaryOperator<Checkpoint> change) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Optional<Checkpoint> before = table.read(BTCUSDT);
            Checkpoint next = change.apply(before.orElseThrow());
            if (table.write(next)) {
                return next.version();
            }
        }
        throw new AssertionError("not stored in " + MAX_TRIES + " tries");
    }

    private static Checkpoint asking(Checkpoint from, long id) {
        return from.change().ask(new TradeIdRange(id, id)).at(NOW);
    }
}
