package otus.server.app.planted.http.added;

import java.util.concurrent.atomic.AtomicInteger;

/// For: nothing on a loop blocks. No rule lists this package.
final class Sleeps {
  void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}

/// For: what is confined to a loop has no volatile fields. No rule lists this package.
final class HasVolatile {
  volatile boolean done;
}

/// For: what is confined to a loop uses no locks and no concurrent types. No rule lists this
/// package.
final class HasAtomic {
  final AtomicInteger count = new AtomicInteger();
}
