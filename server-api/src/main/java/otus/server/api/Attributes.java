package otus.server.api;

import java.net.SocketAddress;
import java.security.Principal;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Facts about one request that filters, handlers and the server tell each other, such as the user
/// who has logged in. The server sends none of them, except the message of a [#REJECTION].
///
/// ```java
/// static final Attributes.Key<Tenant> TENANT = Attributes.key("tenant", Tenant.class);
///
/// request.attributes().set(TENANT, tenant); // in a filter
/// Tenant tenant = request.attributes().get(TENANT); // in a handler behind it
/// ```
///
/// All wrappers of a request share its attributes. Not thread-safe: only the code that currently
/// answers the request uses them. The access log reads them after the exchange has ended.
public final class Attributes {

  /// The name of the authenticated user. Set by a filter that checks credentials; the access log
  /// writes it.
  public static final Key<String> USER = key("user", String.class);

  /// The id of the request, for log lines of several servers that belong together.
  public static final Key<String> REQUEST_ID = key("request-id", String.class);

  /// The name of the mounted handler that has answered or will answer. Set by the server.
  public static final Key<String> HANDLER = key("handler", String.class);

  /// The name of the site that serves the request: its first host, with its address if it has one
  /// of its own, or `default`. Set by the server if it has several sites.
  public static final Key<String> SITE = key("site", String.class);

  /// The address of the trusted proxy that has sent the request; not set if the client itself, or
  /// a proxy that is not trusted, is at the other end of the connection. Set by the server.
  public static final Key<SocketAddress> PROXY = key("proxy", SocketAddress.class);

  /// The subject of the certificate with which the other end of the connection, the client or a
  /// proxy, has authenticated itself in TLS; not set if it has sent no certificate, or the server
  /// has requested none. The certificate was verified. Set by the server.
  public static final Key<Principal> SUBJECT = key("subject", Principal.class);

  /// The exception with which a handler has rejected the request; not set if it has not. A filter
  /// finds the message for the client here. Set by the server.
  public static final Key<StatusException> REJECTION = key("rejection", StatusException.class);

  /// Whether errors of the request are `application/problem+json` (RFC 9457) whatever the client
  /// accepts: all error responses without a body, also those that the server creates. Set by a
  /// handler or filter, at first, if its clients are programs.
  public static final Key<Boolean> JSON_ERRORS = key("json-errors", Boolean.class);

  private static final Object[] EMPTY = {};

  /// The first attribute. Most requests have no other one, and need no array.
  private @Nullable Key<?> firstKey;

  private @Nullable Object firstValue;

  /// Further keys and values in turn; a request has few.
  private @Nullable Object[] entries = EMPTY;

  /// Creates an empty set of attributes, for an implementation of [Request].
  public Attributes() {}

  /// The key of an attribute. Two keys are different even if their names are equal, so code that
  /// has no access to a key cannot read or change its attribute.
  ///
  /// @param <T> the type of the value
  public static final class Key<T> {
    private final String name;
    private final Class<T> type;

    private Key(String name, Class<T> type) {
      this.name = name;
      this.type = type;
    }

    /// Returns the name, for messages.
    ///
    /// @return the name of the key
    @Override
    public String toString() {
      return name;
    }
  }

  /// Creates a key, mostly once for a class.
  ///
  /// @param <T> the type of the value
  /// @param name a name for messages
  /// @param type the type of the value
  /// @return a new key
  public static <T> Key<T> key(String name, Class<T> type) {
    return new Key<>(Objects.requireNonNull(name, "name"), Objects.requireNonNull(type, "type"));
  }

  /// Returns the value of an attribute.
  ///
  /// @param <T> the type of the value
  /// @param key the key
  /// @return the value, or null if it was not set
  public <T> @Nullable T get(Key<T> key) {
    if (firstKey == key) {
      return key.type.cast(firstValue);
    }
    for (int i = 0; i < entries.length; i += 2) {
      if (entries[i] == key) {
        return key.type.cast(entries[i + 1]);
      }
    }
    return null;
  }

  /// Sets an attribute; replaces a former value.
  ///
  /// @param <T> the type of the value
  /// @param key the key
  /// @param value the value
  public <T> void set(Key<T> key, T value) {
    Objects.requireNonNull(value, "value");
    if (firstKey == null || firstKey == key) {
      firstKey = key;
      firstValue = value;
      return;
    }
    int i = 0;
    while (i < entries.length && entries[i] != key) {
      i += 2;
    }
    if (i == entries.length) {
      entries = Arrays.copyOf(entries, i + 2);
      entries[i] = key;
    }
    entries[i + 1] = value;
  }
}
