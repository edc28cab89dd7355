package otus.server.http.config;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Decodes the private key of a PEM file: PKCS#8, and the two older formats that `openssl` writes,
/// which the JDK reads only inside PKCS#8. Pure.
///
/// ```text
/// PKCS#8 = sequence { 0, sequence { algorithm, parameters }, octets of the key }   RFC 5208
/// PKCS#1 = sequence { 0, modulus, … }                                             RFC 8017
/// SEC 1  = sequence { 1, octets of the number, [0] { curve }, [1] { public key } } RFC 5915
/// ```
final class KeyFile {
  static final String PKCS8 = "PRIVATE KEY";
  static final String PKCS1 = "RSA PRIVATE KEY";
  static final String SEC1 = "EC PRIVATE KEY";

  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

  private static final byte[] VERSION = Der.of(Der.INTEGER, new byte[1]);
  private static final byte[] RSA =
      Der.of(Der.SEQUENCE, Der.id("2a864886f70d010101"), Der.of(Der.NULL));

  private static final byte[] EC = Der.id("2a8648ce3d0201");

  /// Where a key in SEC 1 has the number, behind the version.
  private static final byte[] BEFORE_NUMBER = {Der.INTEGER, 1, 1, Der.OCTET_STRING};

  private KeyFile() {}

  /// Returns the only key of a file.
  ///
  /// @param blocks the decoded blocks by label
  /// @param encrypted whether the file says that a key is encrypted
  /// @throws IOException if there is no key, or more than one, or it cannot be read; the message
  ///     follows the name of the file
  static PrivateKey read(Map<String, List<byte[]>> blocks, boolean encrypted) throws IOException {
    List<byte[]> keys =
        List.of(PKCS8, PKCS1, SEC1).stream()
            .flatMap(
                label ->
                    blocks.getOrDefault(label, List.of()).stream().map(der -> pkcs8(label, der)))
            .toList();
    if (encrypted) {
      throw new IOException(
          "has an encrypted key: decrypt it with 'openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW'");
    }
    if (keys.size() != 1) {
      throw new IOException(
          "must have one private key in PEM format, such as '-----BEGIN PRIVATE KEY-----'; it has "
              + keys.size());
    }
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm)
            .generatePrivate(new PKCS8EncodedKeySpec(keys.getFirst()));
      } catch (GeneralSecurityException e) {
        continue; // a key of another algorithm
      }
    }
    throw new IOException("has an invalid key, or one that is neither RSA nor EC nor Ed25519");
  }

  private static byte[] pkcs8(String label, byte[] der) {
    return switch (label) {
      case PKCS1 -> Der.of(Der.SEQUENCE, VERSION, RSA, Der.of(Der.OCTET_STRING, der));
      case SEC1 ->
          Der.of(
              Der.SEQUENCE,
              VERSION,
              Der.of(Der.SEQUENCE, EC, curve(der)),
              Der.of(Der.OCTET_STRING, der));
      default -> der;
    };
  }

  /// Returns the name of the curve of a key in SEC 1, or nothing if it has none.
  private static byte[] curve(byte[] sec1) {
    // The sequence has at most 242 bytes, for the curve P-521: a length of one or two bytes.
    int version = sec1.length > 2 && sec1[1] < 0 ? 3 : 2;
    int number = version + BEFORE_NUMBER.length;
    if (sec1.length <= number
        || !Arrays.equals(sec1, version, number, BEFORE_NUMBER, 0, BEFORE_NUMBER.length)) {
      return new byte[0];
    }
    int tag = number + 1 + sec1[number]; // of [0], followed by its length
    int curve = tag + 2;
    return tag > number && curve + 2 <= sec1.length && sec1[tag] == (byte) 0xa0
        ? Arrays.copyOfRange(sec1, curve, Math.min(sec1.length, curve + sec1[tag + 1]))
        : new byte[0];
  }
}
