package otus.server.api;

import java.net.SocketAddress;

/// A request whose head has arrived.
///
/// Any thread may call the methods until the answer is settled; the body has its own rules, see
/// [ByteSource]. Connections and framing are the server's and are not visible here.
public interface Request {

  /// Returns the method.
  ///
  /// @return the method, any token
  Method method();

  /// Returns the target.
  ///
  /// @return the target; for a mounted handler its path is relative to the mount
  Target target();

  /// Returns the scheme of the URL that the client used, as far as this server can know: that of
  /// the connection, or the one that a trusted proxy reports.
  ///
  /// @return `http` or `https`
  String scheme();

  /// Returns the host and port of the request.
  ///
  /// @return the authority as sent, or as a trusted proxy reports it; an empty string if an
  ///     HTTP/1.0 client omits it
  String authority();

  /// Returns the headers.
  ///
  /// @return the headers as sent
  Headers headers();

  /// Returns the cookies, parsed at each call: `request.cookies().first("session")`.
  ///
  /// @return the cookies, maybe none; see [Parameters#ofCookies]
  default Parameters cookies() {
    return Parameters.ofCookies(headers());
  }

  /// Returns the request body as it arrives, which can be read only once; [WholeBody] reads it
  /// whole. The server discards its unread bytes.
  ///
  /// @return the request body; a source without bytes if the request has no body
  ByteSource body();

  /// Returns the address of the client.
  ///
  /// @return the address of the other end of the connection, or the one that a trusted proxy there
  ///     reports
  SocketAddress peer();

  /// Returns the address at which the request has arrived. It tells listeners apart; it says
  /// nothing about the name that the client used.
  ///
  /// @return the address of this end of the connection
  SocketAddress local();

  /// Returns when the head of the request was read. A file or a cache entry that a handler has
  /// checked since then is not older than the request, so no client can tell the difference. Many
  /// requests that arrive together have the same time, so one check serves all of them.
  ///
  /// An implementation that wraps another request returns the time of that request; one that does
  /// not pays with more checks.
  ///
  /// @return the time at which the last byte of the head had arrived, or a later one, in
  ///     nanoseconds of [System#nanoTime]; the current time by default
  default long readAt() {
    return System.nanoTime();
  }

  /// Returns the attributes, which all wrappers of the request share.
  ///
  /// @return the attributes of this request
  Attributes attributes();

  /// Returns this request with another target and the same body, which still can be read only once.
  /// For a [Filter] that calls `next` for another path.
  ///
  /// @param target the new target
  /// @return the new request
  default Request withTarget(Target target) {
    return new ChangedRequest(this, target, headers(), body());
  }

  /// Returns this request with other headers and the same body, which still can be read only once.
  /// For a [Filter] that changes headers for `next`, such as conditions. It changes neither the
  /// framing of the body nor [#authority].
  ///
  /// @param headers the new headers
  /// @return the new request
  default Request withHeaders(Headers headers) {
    return new ChangedRequest(this, target(), headers, body());
  }

  /// Returns this request with another body. For a [Filter] that changes the body for `next`, or
  /// has read it and passes on what it was. It changes no header.
  ///
  /// @param body the new body
  /// @return the new request
  default Request withBody(ByteSource body) {
    return new ChangedRequest(this, target(), headers(), body);
  }

  /// Reports that the answer has the content of another path, such as the index file of a
  /// directory, a fallback page for many paths, or the file to which a link leads. The server calls
  /// the filters for that path, too, before it sends the answer, so that a filter on
  /// `/docs/index.html` also protects `/docs/`. If one of them has not run yet, the server discards
  /// the answer and handles the request again, with all filters. So a handler that has read the
  /// request body must not call this method.
  ///
  /// A handler calls this method for each such answer, from any thread, before the answer is
  /// settled, and several times for several paths. The path of the request itself is allowed and
  /// has no effect. An implementation that wraps another request passes the call on.
  ///
  /// @param path the other path, relative to the mount of the handler like [Target#path]
  default void servedFrom(UrlPath path) {}

  /// Returns the receiver of the reasons of the answer, for `--explain`. An implementation that
  /// wraps another request returns the receiver of that request.
  ///
  /// @return the receiver; [Explanation#OFF] while the server serves clients
  default Explanation explanation() {
    return Explanation.OFF;
  }
}
