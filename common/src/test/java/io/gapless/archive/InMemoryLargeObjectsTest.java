package io.gapless.archive;

class InMemoryLargeObjectsTest extends LargeObjectsContract {
    private final InMemoryArchive archive = new InMemoryArchive(() -> ArchiveContract.NOON);

    @Override
    protected LargeObjects objects() {
        return archive;
    }

    @Override
    protected Archive archive() {
        return archive;
    }
}
