package otus.server.http.config;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;

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
  private static final int UTF8_STRING = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int SET = 0x31;

  /// The tags of the version and the extensions in the fields.
  private static final int VERSION = 0xa0;

  private static final int EXTENSIONS = 0xa3;

  /// The tags of alternative names.
  private static final int DNS_NAME = 0x82;

  private static final int IP_ADDRESS = 0x87;

  private static final byte[] ECDSA_WITH_SHA256 = Der.id("2a8648ce3d040302");
  private static final byte[] COMMON_NAME = Der.id("550403");
  private static final byte[] SUBJECT_ALT_NAME = Der.id("551d11");

  /// From 2025 until the end of 2049, the last time that RFC 5280 §4.1.2.5 writes in this form.
  private static final String FROM = "250101000000Z";

  private static final String UNTIL = "491231235959Z";

  private SelfSignedCertificate() {}

  /// Returns the certificate of a key in DER.
  static byte[] of(KeyPair pair) throws GeneralSecurityException {
    byte[] algorithm = Der.of(Der.SEQUENCE, ECDSA_WITH_SHA256);
    byte[] name = Der.of(Der.SEQUENCE, COMMON_NAME, Der.text(UTF8_STRING, "localhost"));
    byte[] subject = Der.of(Der.SEQUENCE, Der.of(SET, name));
    // Some clients refuse two certificates of the same issuer and number.
    BigInteger number = BigInteger.valueOf(1L + (pair.getPublic().hashCode() & Integer.MAX_VALUE));
    byte[] fields =
        Der.of(
            Der.SEQUENCE,
            Der.of(VERSION, Der.of(Der.INTEGER, new byte[] {2})),
            Der.of(Der.INTEGER, number.toByteArray()),
            algorithm,
            subject,
            Der.of(Der.SEQUENCE, Der.text(UTC_TIME, FROM), Der.text(UTC_TIME, UNTIL)),
            subject,
            pair.getPublic().getEncoded(),
            Der.of(EXTENSIONS, Der.of(Der.SEQUENCE, names())));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(fields);
    byte[] allBitsUsed = {0};
    return Der.of(
        Der.SEQUENCE, fields, algorithm, Der.of(Der.BIT_STRING, allBitsUsed, signature.sign()));
  }

  private static byte[] names() {
    byte[] loopback6 = new byte[16];
    loopback6[15] = 1;
    byte[] names =
        Der.of(
            Der.SEQUENCE,
            Der.text(DNS_NAME, "localhost"),
            Der.of(IP_ADDRESS, new byte[] {127, 0, 0, 1}),
            Der.of(IP_ADDRESS, loopback6));
    return Der.of(Der.SEQUENCE, SUBJECT_ALT_NAME, Der.of(Der.OCTET_STRING, names));
  }
}
