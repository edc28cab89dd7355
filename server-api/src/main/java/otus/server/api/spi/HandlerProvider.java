package otus.server.api.spi;

/// Makes a handler. Found by [java.util.ServiceLoader].
public interface HandlerProvider {

  /// The name by which the command line selects this provider.
  String name();
}
