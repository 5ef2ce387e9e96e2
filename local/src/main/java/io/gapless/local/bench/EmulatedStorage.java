package io.gapless.local.bench;

import io.gapless.config.Setting;
import io.gapless.listener.ListenerMain;
import io.gapless.local.build.Checkout;
import io.gapless.local.emulator.EmulatedAws;
import io.gapless.local.emulator.Emulators;
import io.gapless.local.emulator.Endpoints;
import io.gapless.local.link.Disturbance;
import io.gapless.local.link.Link;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// S3 and DynamoDB, emulated as processes of their own, for the very jar that runs in the cloud. The
/// listener's way to S3 can be cut.
final class EmulatedStorage implements LoadStorage {
    private final EmulatedAws aws;
    private final Emulators emulators;
    private final Link wayToS3;

    private EmulatedStorage(EmulatedAws aws, Emulators emulators) {
        this.aws = aws;
        this.emulators = emulators;
        this.wayToS3 = Link.to(emulators.endpoints().s3()::getPort);
    }

    static EmulatedStorage start(Path folder) {
        EmulatedAws aws = new EmulatedAws(folder);
        return new EmulatedStorage(aws, Emulators.start(aws));
    }

    /// Until [#restore], the listener's connections to S3 are refused.
    void cutS3() {
        wayToS3.disturb(new Disturbance.Refuse(), Set.of());
    }

    void restore() {
        wayToS3.clear();
    }

    @Override
    public Map<String, String> env() {
        Map<String, String> env =
                new HashMap<>(
                        new Endpoints(
                                        URI.create("http://127.0.0.1:" + wayToS3.port()),
                                        emulators.endpoints().dynamoDb())
                                .env());
        env.put(Setting.BUCKET.variable(), EmulatedAws.BUCKET);
        env.put(Setting.CHECKPOINT_TABLE.variable(), EmulatedAws.TABLE);
        return env;
    }

    @Override
    public List<String> classPathAndMain() {
        return List.of(
                Checkout.ofThisProgram().listener().toString(), ListenerMain.class.getName());
    }

    @Override
    public Stores open() {
        return Stores.open(
                new Place.Bucket(EmulatedAws.BUCKET, EmulatedAws.TABLE),
                emulators.endpoints().env(),
                Clock.systemUTC());
    }

    @Override
    public Path objects() {
        return aws.bucketFolder();
    }

    @Override
    public void close() {
        wayToS3.close();
        emulators.close();
    }
}
