package otus.server.loop.tls;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import otus.server.loop.EventLoop;

/// A part of a handshake that takes long: signatures, key agreements, checks of certificates.
/// Created by a [Handshake] on its loop, runs on a thread of the [HandshakePool], which is the only
/// one that uses the engine meanwhile, and reports its end on the loop.
///
/// @param engine the engine, which needs it
/// @param loop the loop of the connection
/// @param onEnd called on the loop, with the failure or null; not called if the loop has ended
record Computation(SSLEngine engine, EventLoop loop, Consumer<@Nullable Throwable> onEnd)
    implements Runnable {

  /// Begins the computation.
  ///
  /// @return whether it will run
  boolean submit(HandshakePool pool) {
    return pool.submit(this);
  }

  @Override
  public void run() {
    Throwable failure = compute();
    try {
      loop.execute(() -> onEnd.accept(failure));
    } catch (RejectedExecutionException e) {
      return; // the loop has ended, and has closed the connection
    }
  }

  /// @return the failure, except those that the client has caused, which the engine reports itself
  private @Nullable Throwable compute() {
    try {
      Runnable task = engine.getDelegatedTask();
      while (task != null) {
        task.run();
        task = engine.getDelegatedTask();
      }
      return null;
    } catch (Throwable e) {
      return e;
    }
  }
}
