package io.gapless.local.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.local.Gapless;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `gapless query --chart`, looked at pixel by pixel.
class ChartTest {
    /// A row through the middle of the price plot.
    private static final int ROW = 400;

    @TempDir private static Path folder;

    private record Said(int code, String text) {}

    @BeforeAll
    static void anHour() throws IOException {
        SimulatedHour.putInto(new SampleArchive(folder));
    }

    private static Said query(String... options) {
        CommandLine line = Gapless.commandLine();
        StringWriter out = new StringWriter();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        int code =
                line.execute(
                        Stream.concat(
                                        Stream.of("query", "--data-dir", folder.toString()),
                                        Stream.of(options))
                                .toArray(String[]::new));
        return new Said(code, out.toString());
    }

    private static BufferedImage chart(String symbol) throws IOException {
        Path file = folder.resolve("charts").resolve(symbol + ".png");
        Said said = query("--chart", file.toString(), "--symbol", symbol, "--date", "2026-01-02");
        assertThat(said.code()).as(said.text()).isZero();
        return ImageIO.read(file.toFile());
    }

    private static boolean isShade(BufferedImage image, int x) {
        Color pixel = new Color(image.getRGB(x, ROW));
        return pixel.getRed() > pixel.getBlue() + 20 && pixel.getRed() > 200;
    }

    private static boolean isLine(BufferedImage image, int x) {
        return IntStream.range(0, 850)
                .mapToObj(y -> new Color(image.getRGB(x, y)))
                .anyMatch(pixel -> pixel.getBlue() > pixel.getRed() + 80);
    }

    @Test
    void whereIdsAreMissingThereIsAShadeAndNoLine() throws IOException {
        BufferedImage image = chart("ETHUSDT");

        int[] shaded =
                IntStream.range(0, image.getWidth()).filter(x -> isShade(image, x)).toArray();
        // Four of thirty minutes.
        assertThat(shaded.length / (double) image.getWidth()).isBetween(0.11, 0.14);
        assertThat(IntStream.of(shaded).skip(20).limit(shaded.length - 40L))
                .noneMatch(x -> isLine(image, x));
        assertThat(isLine(image, shaded[0] - 20)).isTrue();
        assertThat(isLine(image, shaded[shaded.length - 1] + 20)).isTrue();
    }

    @Test
    void aCompleteDayHasNoShade() throws IOException {
        BufferedImage image = chart("BTCUSDT");

        assertThat(IntStream.range(0, image.getWidth()).noneMatch(x -> isShade(image, x))).isTrue();
    }

    @Test
    void whatCannotBeDrawnIsSaidInASentence() {
        assertThat(query("--chart", "x.png").text()).contains("--chart draws one day");
        assertThat(query("--chart", "x.png", "--symbol", "BTCUSDT", "--date", "tomorrow"))
                .satisfies(said -> assertThat(said.code()).isNotZero());
        assertThat(query("--chart", "x.png", "--symbol", "BTCUSDT", "--date", "2026-01-03").text())
                .contains("there are no trades at");
        assertThat(query().text()).contains("what shall be asked?");
    }
}
