package otus.server.app.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// A certificate authority for tests, with an EC key.
record Authority(String name, KeyPair keys, X509Certificate certificate) {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration YEAR = Duration.ofDays(365);

  /// A certificate with its key.
  record Issued(KeyPair keys, List<X509Certificate> chain) {
    X509Certificate leaf() {
      return chain.getFirst();
    }

    ServerCertificate forServer() {
      return new ServerCertificate(chain, keys.getPrivate());
    }

    /// Writes the chain and the key to two files.
    Path write(Path directory, String name) throws IOException {
      Path file = directory.resolve(name + ".crt");
      Files.writeString(file, pem(chain.toArray(X509Certificate[]::new)));
      Files.writeString(directory.resolve(name + ".key"), pem("PRIVATE KEY", key()));
      return file;
    }

    byte[] key() {
      return keys.getPrivate().getEncoded();
    }
  }

  static Authority root(String name) {
    KeyPair keys = keys("EC");
    return new Authority(
        name, keys, sign(name, keys, name, keys, NOW.minus(YEAR), NOW.plus(YEAR), true));
  }

  Authority intermediate(String other) {
    KeyPair own = keys("EC");
    return new Authority(
        other, own, sign(name, keys, other, own, NOW.minus(YEAR), NOW.plus(YEAR), true));
  }

  Issued issue(String keyType, String... names) {
    return issue(keyType, NOW.minus(YEAR), NOW.plus(YEAR), names);
  }

  Issued issue(String keyType, Instant begin, Instant end, String... names) {
    KeyPair own = keys(keyType);
    String subject = names.length == 0 ? "nameless" : names[0];
    X509Certificate leaf = sign(name, keys, subject, own, begin, end, false, names);
    return new Issued(own, List.of(leaf, certificate));
  }

  static KeyPair keys(String type) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      if (type.equals("EC")) {
        generator.initialize(256);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static X509Certificate sign(
      String issuer,
      KeyPair signer,
      String subject,
      KeyPair own,
      Instant begin,
      Instant end,
      boolean isAuthority,
      String... names) {
    try {
      V3TBSCertificateGenerator content = new V3TBSCertificateGenerator();
      content.setSerialNumber(new ASN1Integer(BigInteger.valueOf(own.hashCode() & 0xffffff)));
      content.setSignature(new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256));
      content.setIssuer(new X500Name("CN=" + issuer));
      content.setSubject(new X500Name("CN=" + subject));
      content.setStartDate(new Time(Date.from(begin)));
      content.setEndDate(new Time(Date.from(end)));
      content.setSubjectPublicKeyInfo(
          SubjectPublicKeyInfo.getInstance(own.getPublic().getEncoded()));
      ExtensionsGenerator extensions = new ExtensionsGenerator();
      extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
      if (names.length > 0) {
        extensions.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(
                Arrays.stream(names)
                    .map(each -> new GeneralName(GeneralName.dNSName, each))
                    .toArray(GeneralName[]::new)));
      }
      content.setExtensions(extensions.generate());
      TBSCertificate made = content.generateTBSCertificate();
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(signer.getPrivate());
      signature.update(made.getEncoded());
      ASN1EncodableVector parts = new ASN1EncodableVector();
      parts.add(made);
      parts.add(made.getSignature());
      parts.add(new DERBitString(signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(new DERSequence(parts).getEncoded()));
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  static String pem(X509Certificate... certificates) {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate each : certificates) {
        text.append(pem("CERTIFICATE", each.getEncoded()));
      }
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    return text.toString();
  }

  static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
