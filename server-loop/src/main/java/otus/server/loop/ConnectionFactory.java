package otus.server.loop;

/// Makes the listener of a connection that has just been accepted.
///
/// Each loop has an acceptor of its own, so it may be confined to the loop like what it makes.
@FunctionalInterface
public interface ConnectionFactory {

  /// The listener of that endpoint; called on the endpoint's loop.
  EndpointListener accept(Endpoint endpoint);

  /// The loop will drain before long, and accepts until then: the other ends should be told to go
  /// elsewhere for what they want next. Called on the loop, at most once.
  default void announceShutdown() {}
}
