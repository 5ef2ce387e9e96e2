package io.gapless.listener;

import io.gapless.aws.AwsSettings;
import io.gapless.config.Environment;
import io.gapless.config.Setting;
import java.util.Map;
import java.util.Optional;

/// The configuration of the listener on AWS, from the environment.
public record ListenerConfig(
        AwsSettings aws,
        String bucket,
        String checkpointTable,
        ExchangeConfig exchange,
        ListenerSettings listener) {
    /// @throws io.gapless.config.InvalidConfigurationException naming everything that is wrong
    public static ListenerConfig from(Map<String, String> variables) {
        return from(variables, Runtime.getRuntime().maxMemory());
    }

    /// @param maxHeap how large the heap may become, in bytes
    static ListenerConfig from(Map<String, String> variables, long maxHeap) {
        Environment env = new Environment(variables);
        String bucket = env.required(Setting.BUCKET);
        String table = env.required(Setting.CHECKPOINT_TABLE);
        Optional<AwsSettings> aws = env.part(() -> AwsSettings.from(variables));
        ExchangeConfig exchange = ExchangeConfig.read(env);
        Optional<ListenerSettings> listener =
                ListenerSettings.read(env, exchange.caller(), maxHeap);
        return env.valid(() ->
                new ListenerConfig(
                        aws.orElseThrow(), bucket, table, exchange, listener.orElseThrow()));
    }
}
