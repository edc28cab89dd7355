package otus.server.app;

import java.util.ServiceLoader;
import otus.server.api.spi.HandlerProvider;

/// Starts the server.
final class Main {

  private Main() {}

  static void main(String[] args) {
    System.out.println("otus-server: arguments " + String.join(" ", args));
    for (var provider : ServiceLoader.load(HandlerProvider.class)) {
      System.out.println("otus-server: handler " + provider.name());
    }
  }
}
