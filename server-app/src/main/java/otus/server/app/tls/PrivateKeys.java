package otus.server.app.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Reads private keys from PEM files: PKCS#8, also encrypted, PKCS#1 and SEC 1. Stateless; on the
/// thread that reads the certificates. All messages of exceptions are for operators.
final class PrivateKeys {
  private static final String PKCS8 = "PRIVATE KEY";
  private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
  private static final String PKCS1 = "RSA PRIVATE KEY";
  private static final String SEC1 = "EC PRIVATE KEY";
  private static final List<String> LABELS = List.of(PKCS8, ENCRYPTED, PKCS1, SEC1);
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");

  /// Any bytes, whose signature shows that two keys belong together.
  private static final byte[] PROBE = {1, 2, 3, 4};

  private PrivateKeys() {}

  /// Returns the only key of a file.
  ///
  /// @param likely the algorithm of the certificate, which is tried first
  /// @param passwords passwords that are tried in turn, if the key is encrypted
  /// @throws IllegalArgumentException if there is no key, or more than one, or it cannot be read
  static PrivateKey read(PemFile file, String likely, List<String> passwords) {
    List<PemFile.Block> keys = file.labelled(LABELS);
    if (keys.size() != 1) {
      throw new IllegalArgumentException(
          keys.isEmpty() ? "it has no private key" : "it has more than one private key");
    }
    return decoded(pkcs8(keys.getFirst(), passwords), likely);
  }

  private static byte[] pkcs8(PemFile.Block block, List<String> passwords) {
    if (block.hasHeaders()) {
      throw new IllegalArgumentException(
          "its key is encrypted in an old format: convert it with 'openssl pkcs8 -topk8'");
    }
    return switch (block.label()) {
      case PKCS1 -> TraditionalKeys.rsa(block.der());
      case SEC1 -> TraditionalKeys.ec(block.der());
      case ENCRYPTED -> decrypted(block.der(), passwords);
      default -> block.der();
    };
  }

  private static byte[] decrypted(byte[] der, List<String> passwords) {
    if (passwords.isEmpty()) {
      throw new IllegalArgumentException("its key is encrypted: --tls-password-file is missing");
    }
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
      String algorithm = info.getAlgName();
      if (algorithm.equals("PBES2") || algorithm.equals("1.2.840.113549.1.5.13")) {
        // The JDK names the parts of PBES2 only here.
        algorithm = String.valueOf(info.getAlgParameters());
      }
      SecretKeyFactory factory = SecretKeyFactory.getInstance(algorithm);
      for (String password : passwords) {
        SecretKey key = factory.generateSecret(new PBEKeySpec(password.toCharArray()));
        try {
          return info.getKeySpec(key).getEncoded();
        } catch (GeneralSecurityException e) {
          continue; // another password
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "its key is invalid, or encrypted in a way that Java does not know: " + e.getMessage(),
          e);
    }
    throw new IllegalArgumentException("no password of --tls-password-file decrypts its key");
  }

  private static PrivateKey decoded(byte[] pkcs8, String likely) {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
    for (String algorithm : Stream.concat(Stream.of(likely), ALGORITHMS.stream()).toList()) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (GeneralSecurityException e) {
        continue; // a key of another algorithm
      }
    }
    throw new IllegalArgumentException("its key is invalid, or neither RSA nor EC nor Ed25519");
  }

  /// Returns whether two keys belong together.
  static boolean isPair(PublicKey publicKey, PrivateKey privateKey) {
    return (publicKey instanceof ECPublicKey known && isPartOf(known, privateKey))
        || isComputedPair(publicKey, privateKey);
  }

  /// Returns whether a private key contains the public one, as in almost every file with a key for
  /// EC (RFC 5915 §3). To compute a signature at the start would take 100 ms.
  private static boolean isPartOf(ECPublicKey publicKey, PrivateKey privateKey) {
    byte[] known = publicKey.getEncoded();
    byte[] secret = privateKey.getEncoded();
    // The point is at the end of both, uncompressed: two coordinates.
    int length = 2 * ((publicKey.getParams().getCurve().getField().getFieldSize() + 7) / 8);
    return secret.length > length
        && Arrays.equals(
            known, known.length - length, known.length, secret, secret.length - length, secret.length);
  }

  private static boolean isComputedPair(PublicKey publicKey, PrivateKey privateKey) {
    if (publicKey instanceof RSAPublicKey known) {
      return privateKey instanceof RSAPrivateKey secret
          && known.getModulus().equals(secret.getModulus());
    }
    if (!publicKey.getAlgorithm().equals(privateKey.getAlgorithm())) {
      return false;
    }
    try {
      String name = publicKey.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "EdDSA";
      Signature signature = Signature.getInstance(name);
      signature.initSign(privateKey);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // such as keys of different curves
    }
  }
}
