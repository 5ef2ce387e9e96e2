package io.gapless.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.listener.ListenerConfig;
import io.gapless.listener.ListenerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/// The listener's task, service and network; and that task, image and program agree.
class ListenerTest {
    private static Stacks stacks;
    private static Template template;

    @BeforeAll
    static void synthesize() {
        stacks = Stacks.all();
        template = stacks.template(Stacks.USUAL);
    }

    private static JsonNode container() {
        return stacks.resource(Stacks.USUAL, "AWS::ECS::TaskDefinition")
                .path("Properties")
                .path("ContainerDefinitions")
                .path(0);
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        container()
                .path("Environment")
                .forEach(e ->
                        environment.put(
                                e.path("Name").asText(),
                                e.path("Value").isTextual() ? e.path("Value").asText() : "name"));
        return environment;
    }

    @Test
    void theTaskIsTheSmallestOnArm() {
        template.hasResourceProperties(
                "AWS::ECS::TaskDefinition",
                Match.objectLike(
                        Map.of(
                                "Cpu", "256",
                                "Memory", "512",
                                "NetworkMode", "awsvpc",
                                "RuntimePlatform",
                                        Map.of(
                                                "CpuArchitecture", "ARM64",
                                                "OperatingSystemFamily", "LINUX"))));
    }

    @Test
    void theContainerCanWriteNothingButItsScratchAndIsNobody() {
        JsonNode container = container();
        assertThat(container.path("ReadonlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.path("User").asText()).matches("[1-9]\\d+:[1-9]\\d+");
        JsonNode linux = container.path("LinuxParameters");
        assertThat(linux.path("Capabilities").path("Drop").toString()).isEqualTo("[\"ALL\"]");
        JsonNode tmpfs = linux.path("Tmpfs").path(0);
        assertThat(tmpfs.path("ContainerPath").asText()).isEqualTo("/tmp");
        assertThat(tmpfs.path("MountOptions").toString()).contains("exec").contains("nosuid");
    }

    @Test
    void itHasTwoMinutesToStopAndTakesLess() {
        ListenerSettings listener = ListenerConfig.from(environment()).listener();
        assertThat(container().path("StopTimeout").asLong()).isEqualTo(120);
        assertThat(listener.stopTimeout().toSeconds()).isLessThan(120);
    }

    @Test
    void theProgramTakesWhatTheTaskSets() {
        ListenerConfig config = ListenerConfig.from(environment());
        assertThat(config.listener().symbols()).hasToString("BTCUSDT,ETHUSDT");
        assertThat(config.listener().heartbeatFile()).contains(Path.of("/tmp/heartbeat"));
        assertThat(config.exchange().caller()).isEqualTo("listener-1");
        assertThat(config.aws().region()).isEqualTo("ap-northeast-1");
    }

    @Test
    void theHealthCheckLooksAtTheHeartbeatWithoutStartingAJvm() throws Exception {
        List<String> command = new ArrayList<>();
        container().path("HealthCheck").path("Command").forEach(part -> command.add(part.asText()));
        assertThat(command.getFirst()).isEqualTo("CMD-SHELL");
        assertThat(command.get(1)).contains("/tmp/heartbeat").doesNotContain("java");

        Path heartbeat = Files.createTempFile("heartbeat", "");
        String shell = command.get(1).replace("/tmp/heartbeat", heartbeat.toString());
        assertThat(exit(shell)).isZero();
        heartbeat.toFile().setLastModified(System.currentTimeMillis() - 70_000);
        assertThat(exit(shell)).isNotZero();
        Files.delete(heartbeat);
        assertThat(exit(shell)).isNotZero();
    }

    private static int exit(String shell) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", shell)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void deploysOverlapAndABadOneIsRolledBack() {
        template.hasResourceProperties(
                "AWS::ECS::Service",
                Match.objectLike(
                        Map.of(
                                "DesiredCount",
                                1,
                                "DeploymentConfiguration",
                                Match.objectLike(
                                        Map.of(
                                                "MinimumHealthyPercent", 100,
                                                "MaximumPercent", 200,
                                                "DeploymentCircuitBreaker",
                                                        Map.of(
                                                                "Enable", true,
                                                                "Rollback", true))))));
    }

    @Test
    void twoListenersHaveASubnetEachAndCallersOfTheirOwn() {
        List<JsonNode> services = stacks.resources(Stacks.TWINS, "AWS::ECS::Service");
        assertThat(services).hasSize(2);
        assertThat(
                        services.stream()
                                .map(s ->
                                        s.path("Properties")
                                                .path("NetworkConfiguration")
                                                .path("AwsvpcConfiguration")
                                                .path("Subnets")
                                                .toString()))
                .doesNotHaveDuplicates()
                .allMatch(subnets -> subnets.startsWith("[{\"Ref\":") && !subnets.contains(","));
        assertThat(stacks.resources(Stacks.TWINS, "AWS::ECS::TaskDefinition").toString())
                .contains("listener-1")
                .contains("listener-2");
        assertThat(services.toString()).contains("FARGATE_SPOT");
    }

    @Test
    void nothingComesInAndThereIsNoNat() {
        template.resourceCountIs("AWS::EC2::NatGateway", 0);
        for (JsonNode group : stacks.resources(Stacks.USUAL, "AWS::EC2::SecurityGroup")) {
            assertThat(group.path("Properties").has("SecurityGroupIngress")).isFalse();
            List<Integer> ports = new ArrayList<>();
            group.path("Properties")
                    .path("SecurityGroupEgress")
                    .forEach(rule -> ports.add(rule.path("ToPort").asInt()));
            assertThat(ports).containsExactlyInAnyOrder(443, 9443);
        }
        template.resourceCountIs("AWS::EC2::SecurityGroupIngress", 0);
    }

    @Test
    void s3AndDynamoDbAreReachedThroughFreeEndpoints() {
        template.allResourcesProperties(
                "AWS::EC2::VPCEndpoint", Map.of("VpcEndpointType", "Gateway"));
        template.resourceCountIs("AWS::EC2::VPCEndpoint", 2);
    }

    @Test
    void aVpcThatExistsIsUsedAsItIs() {
        Template found = stacks.template(Stacks.FOUND);
        found.resourceCountIs("AWS::EC2::VPC", 0);
        found.hasResourceProperties(
                "AWS::ECS::Service",
                Match.objectLike(
                        Map.of(
                                "NetworkConfiguration",
                                Map.of(
                                        "AwsvpcConfiguration",
                                        Match.objectLike(
                                                Map.of("Subnets", List.of("subnet-0123abcd")))))));
    }

    private static List<String> dockerfile() throws IOException {
        return Files.readAllLines(Path.of("../listener/Dockerfile"));
    }

    private static String instruction(String name) throws IOException {
        return dockerfile().stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void imageAndTaskNameTheSameUserAndTheImagesCommandIsNotOverridden() throws IOException {
        assertThat(instruction("USER")).isEqualTo(container().path("User").asText());
        assertThat(container().has("EntryPoint")).isFalse();
        assertThat(container().has("Command")).isFalse();
    }

    @Test
    void signalsReachTheJvmItself() throws IOException {
        JsonNode entryPoint = new JsonMapper().readTree(instruction("ENTRYPOINT"));
        assertThat(entryPoint.isArray()).isTrue();
        assertThat(entryPoint.path(0).asText()).isEqualTo("java");
        assertThat(entryPoint.path(entryPoint.size() - 1).asText())
                .isEqualTo(instruction("WORKDIR") + "/listener.jar");
        assertThat(instruction("STOPSIGNAL")).isEqualTo("SIGTERM");
    }

    @Test
    void theImageIsBuiltOnAnyBaseWithoutRunningAnything() throws IOException {
        assertThat(instruction("FROM")).isEqualTo("${BASE_IMAGE} AS plain");
        assertThat(instruction("ARG")).startsWith("BASE_IMAGE=");
        List<String> lines = dockerfile();
        assertThat(lines.subList(0, lines.indexOf("FROM plain AS cached")))
                .noneMatch(line -> line.startsWith("RUN"));
        assertThat(lines.getLast()).isEqualTo("FROM plain");
    }

    @Test
    void onlyMachinesOfTheImagesPlatformMakeACache() {
        assertThat(Listeners.stage("aarch64")).isEqualTo("cached");
        assertThat(Listeners.stage("amd64")).isEqualTo("plain");
    }

    /// `infra/image/try` runs the image on this machine; it proves something only while it does so as
    /// the task does.
    @Test
    void theTrialOfTheImageRunsItAsTheTaskDoes() throws IOException {
        String trial = Files.readString(Path.of("image/try"));
        JsonNode task =
                stacks.resource(Stacks.USUAL, "AWS::ECS::TaskDefinition").path("Properties");
        JsonNode container = container();
        JsonNode tmpfs = container.path("LinuxParameters").path("Tmpfs").path(0);
        List<String> options = new ArrayList<>();
        tmpfs.path("MountOptions").forEach(option -> options.add(option.asText()));
        assertThat(trial)
                .contains("--memory=" + task.path("Memory").asText() + "m")
                .contains("CPUS:-" + task.path("Cpu").asInt() / 1024.0)
                .contains("--read-only")
                .contains("--cap-drop ALL")
                .contains("--user " + container.path("User").asText())
                .contains(
                        "--tmpfs %s:%s,size=%dm"
                                .formatted(
                                        tmpfs.path("ContainerPath").asText(),
                                        String.join(",", options),
                                        tmpfs.path("Size").asInt()))
                .contains("stop -t " + container.path("StopTimeout").asInt())
                .contains(
                        "'" + container.path("HealthCheck").path("Command").path(1).asText() + "'");
        environment().keySet().stream()
                .filter(name -> name.endsWith("_FILE") || name.endsWith("STOP_TIMEOUT"))
                .forEach(name ->
                        assertThat(trial).contains("-e " + name + "=" + environment().get(name)));
    }

    @Test
    void heapAndTheRestFitIntoTheTask() throws IOException {
        String flags = instruction("ENTRYPOINT");
        assertThat(flags).contains("-XX:+ExitOnOutOfMemoryError");
        int heap = 512 * number(flags, "MaxRAMPercentage=") / 100;
        int classes = number(flags, "MaxMetaspaceSize=");
        int code = number(flags, "ReservedCodeCacheSize=");
        assertThat(heap + classes + code + ListenerService.SCRATCH_MB).isLessThan(640);
        assertThat(heap).isLessThan(512 - 150);
    }

    private static int number(String flags, String flag) {
        String rest = flags.substring(flags.indexOf(flag) + flag.length());
        return Integer.parseInt(rest.replaceAll("(\\d+).*", "$1"));
    }
}
