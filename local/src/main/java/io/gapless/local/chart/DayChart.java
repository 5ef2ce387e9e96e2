package io.gapless.local.chart;

import io.gapless.local.chart.Day.Bar;
import io.gapless.local.chart.Day.Hole;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Price above, volume below, and where ids are missing a hole in the line and a shade.
// The library takes numbers and this kind of date.
@SuppressWarnings("JavaUtilDate")
public final class DayChart {
    private static final int WIDTH = 1_200;
    private static final int PRICE_HEIGHT = 430;
    private static final int VOLUME_HEIGHT = 210;

    /// Pixels per point, for sharp text.
    private static final int SCALE = 2;

    /// The same for both plots, so that their times lie below one another.
    private static final int AXIS_WIDTH = 115;

    /// A hole of one id between two trades of a second is to be seen all the same.
    private static final int NARROWEST_SHADE = 300;

    private static final Color PRICE = new Color(0x1F4E8C);
    private static final Color VOLUME = new Color(0xC9D3E0);
    private static final Color BOUGHT = new Color(0x5B9A8B);
    private static final Color SHADE = new Color(214, 69, 65, 60);
    private static final Color INK = new Color(0x2B2F36);
    private static final Color GRID = new Color(0xE6E9EE);
    private static final Color NOTHING = new Color(0, 0, 0, 0);

    private final Day day;

    public DayChart(Day day) {
        this.day = day;
        System.setProperty("java.awt.headless", "true");
    }

    /// Writes the picture as PNG, over whatever is there.
    public void writeTo(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        ImageIO.write(image(), "png", file.toFile());
    }

    BufferedImage image() {
        BufferedImage image =
                new BufferedImage(
                        WIDTH * SCALE,
                        (PRICE_HEIGHT + VOLUME_HEIGHT) * SCALE,
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        price().paint(graphics, WIDTH, PRICE_HEIGHT);
        graphics.translate(0, PRICE_HEIGHT);
        volume().paint(graphics, WIDTH, VOLUME_HEIGHT);
        graphics.dispose();
        return image;
    }

    private XYChart price() {
        XYChart chart = chart(PRICE_HEIGHT, title(), "price");
        double low = day.bars().stream().mapToDouble(Bar::close).min().orElseThrow();
        double high = day.bars().stream().mapToDouble(Bar::close).max().orElseThrow();
        double margin = Math.max((high - low) * 0.06, high * 1e-6);
        XYStyler styler = chart.getStyler();
        styler.setYAxisMin(low - margin).setYAxisMax(high + margin);
        styler.setXAxisTicksVisible(false);
        styler.setYAxisDecimalPattern(high - low < 0.01 ? "#,##0.00000000" : "#,##0.00");
        shade(chart, low - margin, high + margin);
        plain(line(chart), PRICE, NOTHING)
                .setXYSeriesRenderStyle(XYSeriesRenderStyle.Line)
                .setShowInLegend(false);
        return chart;
    }

    private XYChart volume() {
        XYChart chart = chart(VOLUME_HEIGHT, "", "volume");
        double most = day.bars().stream().mapToDouble(Bar::volume).max().orElseThrow();
        XYStyler styler = chart.getStyler();
        styler.setYAxisMin(0.0).setYAxisMax(most * 1.08);
        styler.setYAxisDecimalPattern(most < 1 ? "0.0000" : "#,##0.##");
        styler.setLegendVisible(true)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE);
        plain(steps(chart, "volume", Bar::volume), VOLUME, VOLUME)
                .setXYSeriesRenderStyle(XYSeriesRenderStyle.StepArea);
        plain(steps(chart, "of which takers bought", Bar::bought), BOUGHT, BOUGHT)
                .setXYSeriesRenderStyle(XYSeriesRenderStyle.StepArea);
        shade(chart, 0, most * 1.08);
        return chart;
    }

    private String title() {
        return "%s   %s UTC   %,d trades, %s"
                .formatted(
                        day.symbol(),
                        day.date(),
                        day.trades(),
                        day.missing() == 0
                                ? "nothing missing"
                                : "%,d missing".formatted(day.missing()));
    }

    private XYChart chart(int height, String title, String axis) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(height)
                        .title(title)
                        .yAxisTitle(axis)
                        .build();
        XYStyler styler = chart.getStyler();
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
        styler.setChartBackgroundColor(Color.WHITE)
                .setChartFontColor(INK)
                .setChartTitleFont(font.deriveFont(Font.BOLD, 15))
                .setChartTitleVisible(!title.isEmpty())
                .setChartPadding(12)
                .setLegendVisible(false)
                .setLegendFont(font)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderColor(GRID)
                .setPlotContentSize(1)
                .setLocale(Locale.ROOT)
                .setYAxisLeftWidthHint(AXIS_WIDTH);
        styler.setAxisTickLabelsFont(font)
                .setAxisTitleFont(font.deriveFont(Font.BOLD))
                .setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setAxisTicksMarksVisible(false)
                .setAxisTicksLineVisible(false)
                .setPlotMargin(4)
                .setTimezone(TimeZone.getTimeZone("UTC"))
                .setDatePattern(
                        Duration.ofNanos(day.span() * 1_000).compareTo(Duration.ofMinutes(10)) > 0
                                ? "HH:mm"
                                : "HH:mm:ss")
                .setXAxisMin(day.firstMicros() / 1_000.0)
                .setXAxisMax((day.firstMicros() + day.span()) / 1_000.0);
        return chart;
    }

    /// The last price of each bar, and none between the trades on both sides of a hole.
    private XYSeries line(XYChart chart) {
        List<Date> times = new ArrayList<>();
        List<Double> prices = new ArrayList<>();
        int next = 0;
        for (Bar bar : day.bars()) {
            while (next < day.holes().size() && middle(day.holes().get(next)) < bar.middle()) {
                times.add(date(middle(day.holes().get(next++))));
                prices.add(Double.NaN);
            }
            times.add(date(bar.middle()));
            prices.add(bar.close());
        }
        return chart.addSeries("price", times, prices);
    }

    /// One step a bar, and nothing where no bar is.
    private XYSeries steps(XYChart chart, String name, ToDoubleFunction<Bar> value) {
        List<Date> times = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        long reached = Long.MIN_VALUE;
        for (Bar bar : day.bars()) {
            if (reached != Long.MIN_VALUE && reached < bar.fromMicros()) {
                times.add(date(reached));
                values.add(0.0);
            }
            times.add(date(bar.fromMicros()));
            values.add(value.applyAsDouble(bar));
            reached = bar.toMicros();
        }
        times.add(date(reached));
        values.add(0.0);
        return chart.addSeries(name, times, values);
    }

    private static XYSeries plain(XYSeries series, Color line, Color fill) {
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(line).setLineWidth(1.4f);
        series.setFillColor(fill);
        return series;
    }

    private void shade(XYChart chart, double from, double to) {
        long narrowest = day.span() / NARROWEST_SHADE;
        boolean isFirst = true;
        for (Hole hole : day.holes()) {
            long half = Math.max(narrowest, hole.toMicros() - hole.fromMicros()) / 2;
            Date left = date(middle(hole) - half);
            Date right = date(middle(hole) + half);
            XYSeries shade =
                    chart.addSeries(
                            isFirst ? "ids missing" : "ids missing " + hole.fromMicros(),
                            List.of(left, right, right, left),
                            List.of(from, from, to, to));
            plain(shade, NOTHING, SHADE)
                    .setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea)
                    .setShowInLegend(isFirst);
            isFirst = false;
        }
    }

    private static long middle(Hole hole) {
        return (hole.fromMicros() + hole.toMicros()) / 2;
    }

    private static Date date(long micros) {
        return new Date(micros / 1_000);
    }
}
