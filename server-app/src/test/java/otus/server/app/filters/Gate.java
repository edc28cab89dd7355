package otus.server.app.filters;

import java.util.concurrent.CountDownLatch;

/// Keeps a worker busy until the test opens a latch.
public final class Gate {
  private Gate() {}

  public static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
