package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.LauncherException.Certainty;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranslateTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | BadRequest         | strict decoding error: unknown field "spec.foo"              | CONFIG   | CERTAINLY_NOT_DONE
            400 | BadRequest         | admission webhook "x" denied the request: no                 | CONFIG   | CERTAINLY_NOT_DONE
            404 | NotFound           | admission webhook "x" denied the request: no such team       | CONFIG   | CERTAINLY_NOT_DONE
            401 | Unauthorized       | admission webhook "x" denied the request: who are you        | CONFIG   | CERTAINLY_NOT_DONE
            429 | TooManyRequests    | admission webhook "x" denied the request: later              | PROVIDER | CERTAINLY_NOT_DONE
            500 | InternalError      | admission webhook "x" denied the request: I am lost          | PROVIDER | CERTAINLY_NOT_DONE
            401 | Unauthorized       | Unauthorized                                                 | PROVIDER | CERTAINLY_NOT_DONE
            403 | Forbidden          | pods is forbidden: User "a" cannot create resource "pods"    | CONFIG   | CERTAINLY_NOT_DONE
            403 | Forbidden          | pods "a" is forbidden: exceeded quota: q, requested: cpu=2   | QUOTA    | CERTAINLY_NOT_DONE
            403 | Forbidden          | pods "a" is forbidden: violates PodSecurity "restricted"     | CONFIG   | CERTAINLY_NOT_DONE
            404 | NotFound           | namespaces "x" not found                                     | CONFIG   | CERTAINLY_NOT_DONE
            409 | AlreadyExists      | pods "x" already exists                                      | CONFIG   | CERTAINLY_NOT_DONE
            422 | Invalid            | Pod "a" is invalid: spec.containers[0].image: Required value | CONFIG   | CERTAINLY_NOT_DONE
            429 | TooManyRequests    | too many requests                                            | PROVIDER | CERTAINLY_NOT_DONE
            500 | InternalError      | failed calling webhook "x": connection refused               | PROVIDER | CERTAINLY_NOT_DONE
            500 | InternalError      | etcdserver: request timed out                                | PROVIDER | UNKNOWN
            503 | ServiceUnavailable | apiserver is shutting down                                   | PROVIDER | UNKNOWN
            504 | Timeout            | request did not complete                                     | PROVIDER | UNKNOWN
            """)
    void saysWhatItMeans(int code, String reason, String message, Fault fault, Certainty certainty) {
        var refused = Translate.failure("ctx", "make pod p", new ApiFailure(code, reason, message, Duration.ZERO));

        assertThat(refused.fault()).isEqualTo(fault);
        assertThat(refused.certainty()).isEqualTo(certainty);
        assertThat(refused).message().startsWith("context ctx: cannot make pod p: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | Unauthorized                                                       | Renew them in the kubeconfig
            403 | pods is forbidden: User "a" cannot create resource "pods"          | outlast check
            403 | pods "a" is forbidden: exceeded quota: q, requested: cpu=2         | contexts.ctx.namespace
            403 | pods "a" is forbidden: violates PodSecurity "restricted"           | contexts.ctx.pod_config
            403 | maximum cpu usage per Container is 1, but limit is 2               | resources.cpus
            403 | unable to create new content in x because it is being terminated   | contexts.ctx.namespace
            404 | namespaces "x" not found                                           | contexts.ctx.namespace
            422 | ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no  | contexts.ctx.pod_config
            422 | requests: must be less than or equal to cpu limit of 10m           | LimitRange
            401 | admission webhook "x" denied the request: who are you              | contexts.ctx.pod_config
            500 | admission webhook "x" denied the request: I am lost                | trouble of its own
            500 | failed calling webhook "x": connection refused                     | does not answer
            """)
    void saysWhatToDo(int code, String message, String advice) {
        assertThat(Translate.failure("ctx", "make pod p", new ApiFailure(code, "", message, Duration.ZERO)))
                .message()
                .contains(message)
                .contains(advice);
    }

    @Test
    void noAnswerIsUnknown() {
        var refused = Translate.failure("ctx", "make pod p", new ApiFailure("no answer", new IOException("reset")));

        assertThat(refused.fault()).isEqualTo(Fault.PROVIDER);
        assertThat(refused.certainty()).isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void throttlingSaysWhenAgain() {
        var refused = Translate.failure("c", "make", new ApiFailure(429, "", "slow down", Duration.ofSeconds(7)));

        assertThat(refused).hasMessageContaining("again in 7 s");
    }
}
