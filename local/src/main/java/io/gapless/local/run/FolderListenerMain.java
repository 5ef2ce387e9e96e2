package io.gapless.local.run;

import io.gapless.config.Environment;
import io.gapless.listener.ExchangeConfig;
import io.gapless.listener.Listener;
import io.gapless.listener.ListenerMain;
import io.gapless.listener.ListenerProcess;
import io.gapless.listener.ListenerSettings;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// The listener over a folder and SQLite, as a program of its own: the cloud's, but for the stores.
public final class FolderListenerMain {
    /// The folder's environment variable.
    public static final String DATA_DIR = "GAPLESS_DATA_DIR";

    private FolderListenerMain() {}

    public static void main(String[] args) {
        ListenerProcess.run(() -> compose(System.getenv()));
    }

    private static Listener compose(Map<String, String> variables) {
        Environment env = new Environment(variables);
        ExchangeConfig exchange = ExchangeConfig.read(env);
        var settings =
                ListenerSettings.read(env, exchange.caller(), Runtime.getRuntime().maxMemory());
        Place.Folder folder =
                new Place.Folder(Path.of(variables.getOrDefault(DATA_DIR, "gapless-data")));
        return env.valid(() -> {
            Stores stores = Stores.open(folder, variables, Clock.systemUTC());
            return ListenerMain.compose(
                    settings.orElseThrow(),
                    exchange,
                    stores.archive(),
                    stores.checkpoints(),
                    stores.marks(),
                    folder.toString());
        });
    }
}
