package otus.server.api;

import java.net.SocketAddress;

/// A request whose head has arrived.
///
/// All of it can be read from any thread, as long as the answer is not settled; the body has its
/// own rules. It says nothing of connections and framing: those are the server's.
public interface Request {

  /// The method, any token.
  Method method();

  /// What is asked for.
  Target target();

  /// The host and port the client asked, as it spelled them; empty if it named none, as HTTP/1.0
  /// clients may.
  String authority();

  /// The header fields, as they were sent.
  Headers headers();

  /// The content, at most once. What a handler leaves unread, the server discards.
  ByteSource body();

  /// The address of the other end of the connection.
  SocketAddress peer();

  /// This request with another target; all else stays, and the content is still there once. For a
  /// [Filter] that has `next` answer something else than was asked for.
  default Request withTarget(Target target) {
    return new ChangedRequest(this, target, headers());
  }

  /// This request with other fields; all else stays, and the content is still there once. For a
  /// [Filter] whose `next` is to be told something else, such as conditions on another form. It
  /// does not change how the content was framed, nor [#authority].
  default Request withHeaders(Headers headers) {
    return new ChangedRequest(this, target(), headers);
  }

  /// Says that the answer has the content of another path than the one that was asked for: that of
  /// the index file of a directory, of a page that stands for many paths, or of the file that a
  /// link leads to. Filters for that path are then asked before the answer is sent, so that one on
  /// `/docs/index.html` also guards `/docs/`; those that the request has passed already are not
  /// asked again. Such a filter has the request answered anew, so this must not be said by a
  /// handler that has read the content of the request.
  ///
  /// A handler says it each time it answers so, from any thread, before the answer is settled; for
  /// several paths if need be. The path of the request itself may be named, and changes nothing.
  /// A request that wraps another one hands it on.
  ///
  /// @param path below the path at which the handler is mounted, as [Target#path] is
  default void servedFrom(UrlPath path) {}

  /// Whether somebody wants to know why the answer is what it is: whoever runs the server with
  /// `--explain`. In a server that serves it is false, so that reasons cost nothing: what is only
  /// needed to give one is found out only if this is true. The answer itself is the same.
  default boolean isExplained() {
    return false;
  }

  /// Says why the answer is what it is, such as "there is no index.html in the folder". Several
  /// reasons are told in the order they were given. From any thread, until the answer is settled;
  /// it does nothing unless the request [is explained][#isExplained].
  ///
  /// @param reason a short sentence for the operator; the client never sees it
  default void because(String reason) {}

  /// Says why a field of the answer is there with its value, or why it is not there. Otherwise as
  /// [#because(String)].
  ///
  /// @param field the name of the field
  /// @param reason a short sentence for the operator
  default void because(String field, String reason) {}
}
