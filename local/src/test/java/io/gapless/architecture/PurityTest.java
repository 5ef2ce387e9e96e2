package io.gapless.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.gapless.local.bench.BareTyrus;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the packages may know of each other and of the world.
class PurityTest {
    private static final JavaClasses GAPLESS =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("io.gapless");

    /// Where it is decided what happens.
    private static final String[] CORE = {
        "io.gapless.trade",
        "io.gapless.batch",
        "io.gapless.archive",
        "io.gapless.protocol",
        "io.gapless.binance",
        "io.gapless.seal",
        "io.gapless.listener.ingest",
        "io.gapless.backfill.repair",
        "io.gapless.exchange.market",
        "io.gapless.exchange.tape",
    };

    private static final Set<String> AMBIENT =
            Set.of(
                    "java.time.Instant.now",
                    "java.time.LocalDate.now",
                    "java.time.Clock.systemUTC",
                    "java.time.Clock.systemDefaultZone",
                    "java.time.InstantSource.system",
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.nanoTime",
                    "java.lang.System.getenv",
                    "java.lang.Thread.sleep",
                    "java.lang.Math.random",
                    "java.util.UUID.randomUUID",
                    "java.util.concurrent.ThreadLocalRandom.current",
                    "java.util.random.RandomGenerator.getDefault");

    private static final DescribedPredicate<JavaCall<?>> READS_THE_WORLD =
            DescribedPredicate.describe(
                    "asks for the time, chance, environment or a pause by itself",
                    call -> AMBIENT.contains(name(call)) || isUnseeded(call));

    private static final DescribedPredicate<JavaCall<?>> DELETES =
            DescribedPredicate.describe(
                    "deletes or overwrites something stored",
                    call -> {
                        String target = name(call);
                        return target.startsWith("software.amazon.awssdk.services")
                                && (target.contains(".delete") || target.endsWith(".copyObject"));
                    });

    private static String name(JavaCall<?> call) {
        CodeUnitCallTarget target = call.getTarget();
        return target.getOwner().getName() + "." + target.getName();
    }

    private static boolean isUnseeded(JavaCall<?> call) {
        return name(call).equals("java.util.Random.<init>")
                && call.getTarget().getRawParameterTypes().isEmpty();
    }

    @Test
    void theCoreIsToldTheTimeAndItsChances() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .callCodeUnitWhere(READS_THE_WORLD)
                .check(GAPLESS);
    }

    @Test
    void theRuleAboveNoticesWhoeverReadsAClock() {
        assertThatThrownBy(() ->
                        noClasses()
                                .that()
                                .resideInAPackage("io.gapless.local.run")
                                .should()
                                .callCodeUnitWhere(READS_THE_WORLD)
                                .check(GAPLESS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Demonstration");
    }

    @Test
    void nobodyDeletesWhatIsStoredInTheCloud() {
        noClasses().should().callCodeUnitWhere(DELETES).check(GAPLESS);
    }

    @Test
    void onlyTheAdaptersKnowAws() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.gapless.aws", "io.gapless.local..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk..")
                .check(GAPLESS);
    }

    @Test
    void onlyTheFeedKnowsWebSockets() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gapless.listener.feed")
                // What the listener is measured against.
                .and()
                .doNotBelongToAnyOf(BareTyrus.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.websocket..", "org.glassfish..")
                .check(GAPLESS);
    }

    @Test
    void theProtocolKnowsNeitherListenerNorRepair() {
        classes()
                .that()
                .resideInAnyPackage("io.gapless.protocol", "io.gapless.archive", "io.gapless.batch")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.gapless.protocol",
                        "io.gapless.archive",
                        "io.gapless.batch",
                        "io.gapless.trade",
                        "java..",
                        "org.apache.parquet.format..",
                        "shaded.parquet.org.apache.thrift..",
                        "com.github.luben.zstd..",
                        "com.fasterxml.jackson..",
                        "org.jspecify..",
                        "org.slf4j..")
                .check(GAPLESS);
    }

    @Test
    void theSimulatedExchangeSharesNoCodeWithWhatItWitnesses() {
        classes()
                .that()
                .resideInAPackage("io.gapless.exchange..")
                .should()
                .onlyDependOnClassesThat(
                        DescribedPredicate.describe(
                                "are its own or a library's",
                                type ->
                                        !type.getPackageName().startsWith("io.gapless")
                                                || type.getPackageName()
                                                        .startsWith("io.gapless.exchange")))
                .check(GAPLESS);
    }
}
