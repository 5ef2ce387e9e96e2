package io.gapless.listener;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrainingTest {
    @Test
    void aListenerArchivesTradesOfTheTrainingsSmallWorld() throws Exception {
        assertThat(TrainingMain.train(1)).isTrue();
    }
}
