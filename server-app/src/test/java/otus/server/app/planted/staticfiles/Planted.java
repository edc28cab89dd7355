package otus.server.app.planted.staticfiles;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// For: static files see the API and files, nothing of the server.
final class SeesHttp {
  final Object seen = otus.server.app.planted.http.HttpServer.serving();
}

/// For: static files see the API and files, nothing of the server.
record SeesLoop(otus.server.app.planted.loop.Pipe seen) {}

/// For: static files see the API and files, nothing of the server.
record SeesNetwork(URI seen) {}

/// For: threads are made in named places.
final class UsesExecutors {
  ExecutorService pool() {
    return Executors.newCachedThreadPool();
  }
}

/// For: threads are made in named places.
final class StreamsInParallel {
  long count(List<String> list) {
    return list.parallelStream().count();
  }
}

/// For: clocks are read in three classes.
final class ReadsNow {
  Instant now() {
    return Instant.now();
  }
}

/// For: nothing depends on the default charset or locale.
final class UsesDefaultLocale {
  String lower(String text) {
    return text.toLowerCase();
  }
}

/// For: static fields are constants, also inside.
final class HasStaticBuffer {
  static final ByteBuffer BUFFER = ByteBuffer.allocate(1);
}

/// For: static fields are constants, also inside.
final class HasPublicArray {
  static final byte[] BYTES = {1};
}
