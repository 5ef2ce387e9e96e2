package io.gapless.local.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/// The process that [HistoryBench] compares with: each of the exchange's zips is fetched, and unpacked to a file, of
/// which DuckDB makes Parquet with the archive's columns and types on one thread. Without checksum and claims.
final class DuckDbMain {
    private DuckDbMain() {}

    /// @param arguments a folder, and where the zips are
    public static void main(String[] arguments) throws SQLException, IOException {
        Path folder = Path.of(arguments[0]);
        List<URI> zips = Stream.of(arguments).skip(1).map(URI::create).toList();
        Path zip = folder.resolve("day.zip");
        Path csv = folder.resolve("day.csv");
        long rows = 0;
        double unzipping = 0;
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET threads = 1");
            for (int day = 0; day < zips.size(); day++) {
                Path parquet = folder.resolve(day + ".parquet");
                try (InputStream in = zips.get(day).toURL().openStream()) {
                    Files.copy(in, zip, StandardCopyOption.REPLACE_EXISTING);
                }
                double before = cpuSeconds();
                unzip(zip, csv);
                unzipping += cpuSeconds() - before;
                statement.execute(copy(quoted(csv), quoted(parquet)));
                try (ResultSet count =
                        statement.executeQuery(
                                "SELECT count(*) FROM '%s'".formatted(quoted(parquet)))) {
                    count.next();
                    rows += count.getLong(1);
                }
            }
            Files.delete(csv);
            Files.delete(zip);
        }
        System.out.printf("%,d rows, %,d ms unzipping%n", rows, Math.round(unzipping * 1e3));
        Measured.tell();
    }

    private static void unzip(Path zip, Path csv) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile());
                InputStream in = file.getInputStream(file.entries().nextElement())) {
            Files.copy(in, csv, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }

    private static String copy(String csv, String parquet) {
        return """
        COPY (
            SELECT id AS trade_id, price, quantity,
                   make_timestamp(time) AS trade_time,
                   is_buyer_maker, is_best_match, 'dump' AS source
            FROM read_csv('%s', header = false, auto_detect = false, delim = ',', columns = {
                'id': 'BIGINT', 'price': 'DECIMAL(19,8)', 'quantity': 'DECIMAL(19,8)',
                'quote': 'VARCHAR', 'time': 'BIGINT',
                'is_buyer_maker': 'BOOLEAN', 'is_best_match': 'BOOLEAN'})
        ) TO '%s' (FORMAT parquet, COMPRESSION zstd)
        """
                .formatted(csv, parquet);
    }

    private static String quoted(Path path) {
        return path.toString().replace("'", "''");
    }
}
