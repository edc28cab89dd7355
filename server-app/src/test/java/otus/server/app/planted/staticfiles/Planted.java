package otus.server.app.planted.staticfiles;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Breaks: static files depend on the API and file classes only.
final class SeesHttp {
  final Object seen = otus.server.app.planted.http.HttpServer.serving();
}

/// Breaks: static files depend on the API and file classes only.
record SeesLoop(otus.server.app.planted.loop.Pipe seen) {}

/// Breaks: static files depend on the API and file classes only.
record SeesNetwork(URI seen) {}

/// Breaks: only listed classes start threads.
final class UsesExecutors {
  ExecutorService pool() {
    return Executors.newCachedThreadPool();
  }
}

/// Breaks: only listed classes start threads.
final class StreamsInParallel {
  long count(List<String> list) {
    return list.parallelStream().count();
  }
}

/// Breaks: only listed classes read clocks.
final class ReadsNow {
  Instant now() {
    return Instant.now();
  }
}

/// Breaks: no code depends on the default charset or locale.
final class UsesDefaultLocale {
  String lower(String text) {
    return text.toLowerCase();
  }
}

/// Breaks: static fields are deeply constant.
final class HasStaticBuffer {
  static final ByteBuffer BUFFER = ByteBuffer.allocate(1);
}

/// Breaks: static fields are deeply constant.
final class HasPublicArray {
  static final byte[] BYTES = {1};
}
