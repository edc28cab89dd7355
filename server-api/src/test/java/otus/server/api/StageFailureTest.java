package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class StageFailureTest {
  private static final IOException REASON = new IOException("reason", new Exception("deeper"));

  @Test
  void cause_is_inside_of_all_wrappers() {
    assertSame(REASON, StageFailure.cause(REASON));
    Throwable wrapped = REASON;
    for (int i = 0; i < 8; i++) {
      wrapped = new ExecutionException(new CompletionException(wrapped));
      assertSame(REASON, StageFailure.cause(wrapped));
    }
  }

  @Test
  void wrapper_without_a_cause_is_the_cause() {
    Throwable empty = new CompletionException("empty", null);
    assertSame(empty, StageFailure.cause(new ExecutionException(empty)));
  }

  @Test
  void endless_causes_end() {
    Throwable endless =
        new CompletionException("endless", null) {
          @Override
          public Throwable getCause() {
            return this;
          }
        };
    assertSame(endless, StageFailure.cause(endless));
  }

  @Test
  void exception_that_throws_is_the_cause() {
    Throwable throwing =
        new CompletionException("throwing", null) {
          @Override
          public Throwable getCause() {
            throw new IllegalStateException();
          }
        };
    assertSame(throwing, StageFailure.cause(throwing));
  }
}
