package otus.server.http.config;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.HexFormat;

/// Writes the certificate of a key for `localhost`, `127.0.0.1` and `::1` that the key has signed
/// itself (RFC 5280), valid until 2050. Pure.
///
/// The JDK creates keys, but no certificates, so this class writes the DER of one:
///
/// ```text
/// certificate = sequence { fields, algorithm, signature of the fields }
/// fields = sequence { version, number, algorithm, issuer, time, subject, public key, names }
/// ```
final class SelfSignedCertificate {
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_ID = 0x06;
  private static final int UTF8_STRING = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;

  /// The tags of the version and the extensions in the fields.
  private static final int VERSION = 0xa0;

  private static final int EXTENSIONS = 0xa3;

  /// The tags of alternative names.
  private static final int DNS_NAME = 0x82;

  private static final int IP_ADDRESS = 0x87;

  private static final byte[] ECDSA_WITH_SHA256 = id("2a8648ce3d040302");
  private static final byte[] COMMON_NAME = id("550403");
  private static final byte[] SUBJECT_ALT_NAME = id("551d11");

  /// From 2025 until the end of 2049, the last time that RFC 5280 §4.1.2.5 writes in this form.
  private static final String FROM = "250101000000Z";

  private static final String UNTIL = "491231235959Z";

  private SelfSignedCertificate() {}

  /// Returns the certificate of a key in DER.
  static byte[] of(KeyPair pair) throws GeneralSecurityException {
    byte[] algorithm = der(SEQUENCE, ECDSA_WITH_SHA256);
    byte[] name = der(SEQUENCE, COMMON_NAME, text(UTF8_STRING, "localhost"));
    byte[] subject = der(SEQUENCE, der(SET, name));
    // Some clients refuse two certificates of the same issuer and number.
    BigInteger number = BigInteger.valueOf(1L + (pair.getPublic().hashCode() & Integer.MAX_VALUE));
    byte[] fields =
        der(
            SEQUENCE,
            der(VERSION, der(INTEGER, new byte[] {2})),
            der(INTEGER, number.toByteArray()),
            algorithm,
            subject,
            der(SEQUENCE, text(UTC_TIME, FROM), text(UTC_TIME, UNTIL)),
            subject,
            pair.getPublic().getEncoded(),
            der(EXTENSIONS, der(SEQUENCE, names())));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(fields);
    byte[] allBitsUsed = {0};
    return der(SEQUENCE, fields, algorithm, der(BIT_STRING, allBitsUsed, signature.sign()));
  }

  private static byte[] names() {
    byte[] loopback6 = new byte[16];
    loopback6[15] = 1;
    byte[] names =
        der(
            SEQUENCE,
            text(DNS_NAME, "localhost"),
            der(IP_ADDRESS, new byte[] {127, 0, 0, 1}),
            der(IP_ADDRESS, loopback6));
    return der(SEQUENCE, SUBJECT_ALT_NAME, der(OCTET_STRING, names));
  }

  private static byte[] id(String hex) {
    return der(OBJECT_ID, HexFormat.of().parseHex(hex));
  }

  private static byte[] text(int tag, String text) {
    return der(tag, text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Encodes a value of at most 65,535 bytes.
  private static byte[] der(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(tag);
    if (length < 128) {
      value.write(length);
    } else {
      value.write(0x82); // the length has two bytes
      value.write(length >> 8);
      value.write(length);
    }
    for (byte[] part : parts) {
      value.writeBytes(part);
    }
    return value.toByteArray();
  }
}
