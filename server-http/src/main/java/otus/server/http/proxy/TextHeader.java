package otus.server.http.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Version 1 of the PROXY protocol (§2.1), a line of text. Pure.
///
/// ```text
/// PROXY TCP4 192.0.2.7 198.51.100.1 56324 443␍␊
/// PROXY UNKNOWN …␍␊
/// ```
final class TextHeader {
  /// The length of the longest line that the specification allows, with its end.
  private static final int MAX_LENGTH = 107;

  private static final int FIELDS = 6;
  private static final int MAX_PORT = 65_535;
  private static final String UNKNOWN = "PROXY UNKNOWN";
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,4}");
  private static final Pattern VERSION_4 =
      Pattern.compile("(?:(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])(?:\\.(?!$)|$)){4}");
  private static final Pattern VERSION_6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final ProxyHeader INVALID_END =
      new ProxyHeader.Invalid("a control character or a line end other than CR LF");

  private TextHeader() {}

  /// Decodes bytes that begin with `PROXY `.
  static ProxyHeader decode(ByteBuffer bytes) {
    int length = Math.min(bytes.limit(), MAX_LENGTH);
    for (int i = 0; i < length; i++) {
      byte octet = bytes.get(i);
      if (octet == '\r') {
        if (i + 1 == length) {
          break;
        }
        return bytes.get(i + 1) == '\n' ? line(bytes, i) : INVALID_END;
      }
      if (octet < ' ' || octet > '~') {
        return INVALID_END;
      }
    }
    return length == MAX_LENGTH
        ? new ProxyHeader.Invalid("a line of more than " + MAX_LENGTH + " bytes")
        : new ProxyHeader.Incomplete(MAX_LENGTH);
  }

  private static ProxyHeader line(ByteBuffer bytes, int end) {
    String line = StandardCharsets.US_ASCII.decode(bytes.slice(0, end)).toString();
    int length = end + 2;
    if (line.equals(UNKNOWN) || line.startsWith(UNKNOWN + " ")) {
      return new ProxyHeader.Complete(null, false, length);
    }
    String[] fields = line.split(" ", -1);
    if (fields.length != FIELDS) {
      return new ProxyHeader.Invalid("not " + FIELDS + " fields");
    }
    InetSocketAddress source = address(fields[1], fields[2], fields[4]);
    InetSocketAddress target = address(fields[1], fields[3], fields[5]);
    return source == null || target == null
        ? new ProxyHeader.Invalid("an invalid address")
        : new ProxyHeader.Complete(source, false, length);
  }

  private static @Nullable InetSocketAddress address(String family, String host, String port) {
    boolean valid =
        switch (family) {
          case "TCP4" -> VERSION_4.matcher(host).matches();
          case "TCP6" -> VERSION_6.matcher(host).matches();
          default -> false;
        };
    if (!valid || !NUMBER.matcher(port).matches() || Integer.parseInt(port) > MAX_PORT) {
      return null;
    }
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(port));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
