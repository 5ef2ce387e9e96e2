package io.gapless.infra.catalogue;

/// A column as Glue and Athena's engine call its type.
///
/// @param glue such as `timestamp`
/// @param trino such as `timestamp(3)`
record Column(String name, String glue, String trino) {
    static Column same(String name, String type) {
        return new Column(name, type, type);
    }
}
