package otus.server.loop;

/// Creates the listener of each accepted connection.
///
/// Each loop has its own factory, so a factory may be confined to the loop like its listeners.
@FunctionalInterface
public interface ConnectionFactory {

  /// Creates the listener of an endpoint, on the endpoint's loop.
  EndpointListener create(Endpoint endpoint);
}
