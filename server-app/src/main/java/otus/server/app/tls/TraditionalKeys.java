package otus.server.app.tls;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Converts private keys of the formats before PKCS#8, which the JDK does not read: `RSA PRIVATE
/// KEY` (PKCS#1, RFC 8017) and `EC PRIVATE KEY` (SEC 1, RFC 5915). Loaded only for such a key.
/// Pure.
final class TraditionalKeys {
  private TraditionalKeys() {}

  /// Returns the key in PKCS#8.
  ///
  /// @throws IllegalArgumentException if it is invalid
  static byte[] rsa(byte[] pkcs1) {
    return encoded(
        PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE, RSAPrivateKey.getInstance(pkcs1));
  }

  /// Returns the key in PKCS#8.
  ///
  /// @throws IllegalArgumentException if it is invalid, or does not name its curve
  static byte[] ec(byte[] sec1) {
    ECPrivateKey key = ECPrivateKey.getInstance(sec1);
    ASN1Object curve = key.getParametersObject();
    if (curve == null) {
      throw new IllegalArgumentException("the key does not name its curve");
    }
    return encoded(X9ObjectIdentifiers.id_ecPublicKey, curve, key);
  }

  private static byte[] encoded(
      ASN1ObjectIdentifier algorithm, ASN1Object parameters, ASN1Object key) {
    try {
      return new PrivateKeyInfo(new AlgorithmIdentifier(algorithm, parameters), key).getEncoded();
    } catch (IOException e) {
      throw new IllegalArgumentException("the key cannot be encoded", e);
    }
  }
}
