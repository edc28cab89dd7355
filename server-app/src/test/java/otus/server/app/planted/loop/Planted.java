package otus.server.app.planted.loop;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/// Breaks: the loop depends on no other module.
record SeesApi(otus.server.app.planted.api.Marker seen) {}

/// Breaks: the loop depends on no other module.
final class SeesHttp {
  Object seen() {
    return otus.server.app.planted.http.HttpServer.serving();
  }
}

/// Breaks: only loop.nio uses sockets and selectors.
record NamesChannel(SocketChannel channel) {}

/// Breaks: code on event loops does not block.
final class ReadsFile {
  byte[] read(Path path) throws IOException {
    return Files.readAllBytes(path);
  }
}

/// Breaks: code on event loops does not block.
final class Selects {
  int select(Selector selector) throws IOException {
    return selector.select();
  }
}

/// Breaks: classes confined to a loop have no volatile fields.
final class HasVolatile {
  volatile int state;
}

/// Breaks: classes confined to a loop use no locks and no concurrent types.
final class HasLock {
  final Object lock = new ReentrantLock();
}

/// Breaks: only listed classes start threads.
final class ExtendsThread extends Thread {}

/// Breaks: only the application uses the standard streams.
final class PrintsStackTrace {
  void print(Exception e) {
    e.printStackTrace();
  }
}

/// Breaks: only listed classes read clocks.
final class ReadsNanoTime {
  long now() {
    return System.nanoTime();
  }
}
