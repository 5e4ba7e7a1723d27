package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.LauncherException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TaskSettingsTest {
    private static final ContextConfig.Account CONFIGURED = new ContextConfig.Account("jobs", false);

    private static TaskSettings of(String key, Object value) {
        return new TaskSettings(Map.of(key, value));
    }

    @Test
    void nothingSaidIsNothingChanged() throws LauncherException {
        var none = new TaskSettings(Map.of());
        assertThat(none.provisionSeconds()).isEmpty();
        assertThat(none.limitFactor()).isEmpty();
        assertThat(none.account(CONFIGURED)).isEqualTo(CONFIGURED);
    }

    @Test
    void aProvisionTimeoutIsSecondsOrADurationOrForEver() throws LauncherException {
        assertThat(of("provision_timeout", 90L).provisionSeconds()).contains("90");
        assertThat(of("provision_timeout", "10m").provisionSeconds()).contains("600");
        assertThat(of("provision_timeout", -1L).provisionSeconds()).contains("0");
        for (var wrong : List.of(0L, -2L, "soon", 1.5, List.of(), 10_000_000_000L)) {
            assertThatThrownBy(() -> of("provision_timeout", wrong).provisionSeconds())
                    .isInstanceOfSatisfying(
                            LauncherException.class,
                            refused -> assertThat(refused.fault()).isEqualTo(Fault.CONFIG))
                    .hasMessageContaining("config.kubernetes.provision_timeout: expected");
        }
    }

    @Test
    void limitsAreAMultipleOfRequests() throws LauncherException {
        assertThat(of("set_pod_resource_limits", true).limitFactor()).isEqualTo(OptionalDouble.of(1));
        assertThat(of("set_pod_resource_limits", 1.5).limitFactor()).isEqualTo(OptionalDouble.of(1.5));
        assertThat(of("set_pod_resource_limits", false).limitFactor()).isEmpty();
        for (var wrong : List.of(0.5, "yes please", Double.NaN)) {
            assertThatThrownBy(() -> of("set_pod_resource_limits", wrong).limitFactor())
                    .hasMessageContaining("config.kubernetes.set_pod_resource_limits: expected");
        }
    }

    @Test
    void anIdentityIsAServiceAccountWithItsToken() throws LauncherException {
        assertThat(of("remote_identity", "trainer").account(CONFIGURED))
                .isEqualTo(new ContextConfig.Account("trainer", true));
        assertThat(of("remote_identity", "SERVICE_ACCOUNT").account(CONFIGURED))
                .isEqualTo(new ContextConfig.Account("jobs", true));
        assertThat(of("remote_identity", "NO_UPLOAD").account(new ContextConfig.Account("jobs", true)))
                .isEqualTo(CONFIGURED);
        for (var wrong : List.of("LOCAL_CREDENTIALS", "No Name", Map.of("a", "b"))) {
            assertThatThrownBy(() -> of("remote_identity", wrong).account(CONFIGURED))
                    .hasMessageContaining("config.kubernetes.remote_identity: ");
        }
    }
}
