package otus.server.app.planted.http.added;

import java.util.concurrent.atomic.AtomicInteger;

/// Breaks: code on event loops does not block. No rule lists this package.
final class Sleeps {
  void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}

/// Breaks: classes confined to a loop have no volatile fields. No rule lists this package.
final class HasVolatile {
  volatile boolean done;
}

/// Breaks: classes confined to a loop use no locks and no concurrent types. No rule lists this
/// package.
final class HasAtomic {
  final AtomicInteger count = new AtomicInteger();
}
