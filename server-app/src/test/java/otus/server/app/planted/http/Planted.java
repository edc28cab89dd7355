package otus.server.app.planted.http;

import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Breaks: HTTP depends on the loop and the API, not on handlers.
final class SeesStatic {
  final Object seen = new otus.server.app.planted.staticfiles.IsPublic();
}

/// Breaks: HTTP depends on the loop and the API, not on handlers.
final class SeesApp {
  final Object seen = new otus.server.app.planted.app.IsPublic();
}

/// Breaks: only loop.nio uses sockets and selectors.
interface NamesSelector {
  void on(SelectionKey key);
}

/// Breaks: code on event loops does not block.
final class Sleeps {
  void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}

/// Breaks: code on event loops does not block.
final class WaitsInLambda {
  Supplier<String> wait(CompletableFuture<String> future) {
    return () -> future.join();
  }
}

/// Breaks: code on event loops does not block.
final class WaitsByReference {
  Supplier<String> wait(CompletableFuture<String> future) {
    return future::join;
  }
}

/// Breaks: classes confined to a loop have no volatile fields.
final class HasVolatile {
  volatile boolean done;
}

/// Breaks: classes confined to a loop use no locks and no concurrent types.
final class HasAtomic {
  final AtomicInteger count = new AtomicInteger();
}

/// Breaks: classes confined to a loop use no locks and no concurrent types.
final class HasConcurrentMap {
  final Map<String, String> map = new ConcurrentHashMap<>();
}

/// Breaks: only listed classes start threads.
final class StartsThread {
  void start() {
    new Thread(() -> {}).start();
  }
}

/// Breaks: only listed classes start threads.
final class StartsVirtualThread {
  void start() {
    Thread.ofVirtual().start(() -> {});
  }
}

/// Breaks: only the application uses the standard streams.
final class Prints {
  void print() {
    System.out.println();
  }
}

/// Breaks: only Main uses the streams of System and ends the process.
final class Halts {
  void halt() {
    Runtime.getRuntime().halt(1);
  }
}

/// Breaks: only listed classes read clocks.
final class ReadsNanoTimeByReference {
  final LongSupplier clock = System::nanoTime;
}

/// Breaks: no code depends on the default charset or locale.
final class UsesDefaultCharset {
  byte[] bytes(String text) {
    return text.getBytes();
  }
}

/// Breaks: static fields are deeply constant.
final class HasStaticField {
  static int count;
}

/// Breaks: static fields are deeply constant.
final class HasStaticMap {
  static final Map<String, String> MAP = new HashMap<>();
}

/// Breaks: static fields are deeply constant.
final class HasStaticMapOfLists {
  static final Map<String, List<String>> MAP = Map.of("a", new ArrayList<>());
}
