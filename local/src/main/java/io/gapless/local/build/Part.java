package io.gapless.local.build;

import java.util.List;

/// What is built together, by one run of Maven.
///
/// @param home the folder of its stamp, its lock and its log, under the root
/// @param products what is there when it is built, under the root
/// @param selection what Maven has to be told to build this and nothing else
/// @param begins what is said when nothing of it was built before
/// @param changed what is said when something of it is older than its sources
/// @param failed what is said when Maven fails
record Part(
        String home,
        List<String> products,
        List<String> selection,
        String begins,
        String changed,
        String failed) {
    /// The command line and what it starts.
    static final Part PROGRAMS =
            new Part(
                    "local/target",
                    List.of(
                            "local/target/local.jar",
                            "listener/target/listener.jar",
                            "backfill-lambda/target/backfill-lambda.zip"),
                    List.of("-Dquick", "-pl", "local", "-am"),
                    "building; the first time this downloads its libraries and takes a few minutes",
                    "sources have changed, building",
                    "the build failed");

    /// S3Proxy and DynamoDB Local, which are no part of the project and are fetched when they are first
    /// wanted.
    static final Part EMULATORS =
            new Part(
                    "local/emulators/target",
                    List.of("local/emulators/target/emulators.jar"),
                    List.of("-Dquick", "-f", "local/emulators/pom.xml"),
                    "fetching S3Proxy and Amazon's DynamoDB Local (65 MB, once; the latter under Amazon's own licence)",
                    "looking whether S3Proxy and DynamoDB Local have to be fetched anew",
                    "S3Proxy and DynamoDB Local could not be fetched");

    /// Other people's clients, which are no part of the project and are fetched when they are first compared
    /// with.
    static final Part PEERS =
            new Part(
                    "local/peers/target",
                    List.of("local/peers/target/peers.jar"),
                    List.of("-Dquick", "-f", "local/peers/pom.xml"),
                    "fetching the clients to compare with (45 MB, once)",
                    "looking whether the clients to compare with have to be fetched anew",
                    "the clients to compare with could not be fetched");

    /// The app that sets Gapless up in an AWS account, and what it uploads.
    static final Part INFRA =
            new Part(
                    "infra/target",
                    List.of(
                            "infra/target/infra.jar",
                            "listener/target/listener.jar",
                            "backfill-lambda/target/backfill-lambda.zip"),
                    List.of("-Dquick", "-pl", "infra", "-am"),
                    "building; the first time this downloads the CDK (140 MB) and takes a few minutes",
                    "sources have changed, building",
                    "the build failed");

    /// The simulation of the whole system. It stands on the fakes of the tests, which a quick build leaves
    /// out.
    static final Part SIMULATION =
            new Part(
                    "simulation/target",
                    List.of("simulation/target/simulation.jar"),
                    List.of("-DskipTests", "-pl", "simulation", "-am"),
                    "building the simulation, with the fakes of the tests; the first time this takes a few minutes",
                    "sources have changed, building the simulation",
                    "the simulation could not be built");
}
