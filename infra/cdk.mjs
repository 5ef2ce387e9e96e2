// What cdk.json starts, on every system: `build` makes the artefacts unless they are up to date, `app` runs the CDK app.
// Both use the JDK that ./gapless finds, so that plain `java` may be older.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === "win32";

function run(command, args, options) {
  const done = spawnSync(command, args, { cwd: root, ...options });
  if (done.error) {
    console.error(`gapless: ${command} cannot be started: ${done.error.message}`);
    process.exit(3);
  }
  if (done.status !== 0) {
    process.exit(done.status ?? 3);
  }
  return done.stdout;
}

function jdk() {
  const found = windows
    ? run("cmd.exe", ["/c", "gapless.cmd", "--jdk"], { stdio: ["ignore", "pipe", "inherit"] })
    : run("sh", ["./gapless", "--jdk"], { stdio: ["ignore", "pipe", "inherit"] });
  return found.toString().trim();
}

const java = join(jdk(), "bin", windows ? "java.exe" : "java");
const quick = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
const app = join("infra", "target", "infra.jar");

switch (process.argv[2]) {
  case "build":
    run(java, [...quick, join("local", "src", "main", "java", "io", "gapless", "local", "build", "Build.java"), "--infra", "."], {
      stdio: ["ignore", "inherit", "inherit"],
    });
    break;
  case "app":
    if (!existsSync(join(root, app))) {
      console.error("gapless: nothing is built yet: node infra/cdk.mjs build");
      process.exit(3);
    }
    run(java, [...quick, "-jar", app], {
      stdio: "inherit",
      // The CDK's bridge to Node warns of older versions at length, although they work.
      env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: "1" },
    });
    break;
  default:
    console.error("gapless: node infra/cdk.mjs build | app");
    process.exit(3);
}
