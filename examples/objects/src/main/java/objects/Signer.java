package objects;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests without a body, by version 4 of the signatures of Amazon Web Services, in
/// headers. Any thread.
///
/// @param id the id of the access key
/// @param secret the secret of the access key
/// @param region the region of the store, such as `us-east-1`
/// @param clock the time; a store refuses requests that are older than minutes
record Signer(String id, String secret, String region, InstantSource clock) {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String NO_BODY = hex(sha256(""));

  /// Returns the headers that a request needs beside its own.
  ///
  /// @param uri the URI, with an encoded path, and the parameters of its query sorted by name
  /// @param headers the headers to sign
  Map<String, String> sign(String method, URI uri, Map<String, String> headers) {
    Instant now = clock.instant();
    String time = TIME.format(now);
    Map<String, String> signed = new TreeMap<>();
    headers.forEach((name, value) -> signed.put(name.toLowerCase(), value.strip()));
    signed.put("host", host(uri));
    signed.put("x-amz-content-sha256", NO_BODY);
    signed.put("x-amz-date", time);
    StringBuilder lines = new StringBuilder();
    signed.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
    String names = String.join(";", signed.keySet());
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    String canonical =
        String.join("\n", method, uri.getRawPath(), query, lines.toString(), names, NO_BODY);
    String date = time.substring(0, 8);
    String scope = String.join("/", date, region, "s3", "aws4_request");
    String toSign = String.join("\n", ALGORITHM, time, scope, hex(sha256(canonical)));
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    String credential = "Credential=" + id + "/" + scope;
    String signature = "Signature=" + hex(hmac(key, toSign));
    return Map.of(
        "x-amz-content-sha256",
        NO_BODY,
        "x-amz-date",
        time,
        "Authorization",
        ALGORITHM + " " + credential + ",SignedHeaders=" + names + "," + signature);
  }

  /// Returns the Host header as the client of the JDK sends it.
  private static String host(URI uri) {
    int defaultPort = uri.getScheme().equals("https") ? 443 : 80;
    boolean isDefault = uri.getPort() == -1 || uri.getPort() == defaultPort;
    return isDefault ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  private static byte[] sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return digest.digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
