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

/// For: HTTP depends on the loop and the API, and on no handler.
final class SeesStatic {
  final Object seen = new otus.server.app.planted.staticfiles.IsPublic();
}

/// For: HTTP depends on the loop and the API, and on no handler.
final class SeesApp {
  final Object seen = new otus.server.app.planted.app.IsPublic();
}

/// For: sockets and selectors are named in loop.nio only.
interface NamesSelector {
  void on(SelectionKey key);
}

/// For: nothing on a loop blocks.
final class Sleeps {
  void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}

/// For: nothing on a loop blocks.
final class WaitsInLambda {
  Supplier<String> wait(CompletableFuture<String> future) {
    return () -> future.join();
  }
}

/// For: nothing on a loop blocks.
final class WaitsByReference {
  Supplier<String> wait(CompletableFuture<String> future) {
    return future::join;
  }
}

/// For: what is confined to a loop has no volatile fields.
final class HasVolatile {
  volatile boolean done;
}

/// For: what is confined to a loop uses no locks and no concurrent types.
final class HasAtomic {
  final AtomicInteger count = new AtomicInteger();
}

/// For: what is confined to a loop uses no locks and no concurrent types.
final class HasConcurrentMap {
  final Map<String, String> map = new ConcurrentHashMap<>();
}

/// For: threads are made in named places.
final class StartsThread {
  void start() {
    new Thread(() -> {}).start();
  }
}

/// For: threads are made in named places.
final class StartsVirtualThread {
  void start() {
    Thread.ofVirtual().start(() -> {});
  }
}

/// For: only the application touches the standard streams.
final class Prints {
  void print() {
    System.out.println();
  }
}

/// For: only Main names the standard streams and ends the process.
final class Halts {
  void halt() {
    Runtime.getRuntime().halt(1);
  }
}

/// For: clocks are read in three classes.
final class ReadsNanoTimeByReference {
  final LongSupplier clock = System::nanoTime;
}

/// For: nothing depends on the default charset or locale.
final class UsesDefaultCharset {
  byte[] bytes(String text) {
    return text.getBytes();
  }
}

/// For: static fields are constants, also inside.
final class HasStaticField {
  static int count;
}

/// For: static fields are constants, also inside.
final class HasStaticMap {
  static final Map<String, String> MAP = new HashMap<>();
}

/// For: static fields are constants, also inside.
final class HasStaticMapOfLists {
  static final Map<String, List<String>> MAP = Map.of("a", new ArrayList<>());
}
