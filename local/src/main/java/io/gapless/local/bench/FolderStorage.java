package io.gapless.local.bench;

import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import io.gapless.local.run.FolderListenerMain;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// A folder and SQLite.
record FolderStorage(Path root) implements LoadStorage {
    @Override
    public Map<String, String> env() {
        return Map.of(FolderListenerMain.DATA_DIR, root.toString());
    }

    @Override
    public List<String> classPathAndMain() {
        return List.of(System.getProperty("java.class.path"), FolderListenerMain.class.getName());
    }

    @Override
    public Stores open() {
        return Stores.open(new Place.Folder(root), Map.of(), Clock.systemUTC());
    }

    @Override
    public Path objects() {
        return root;
    }
}
