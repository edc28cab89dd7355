package otus.server.app.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Makes a certificate for development, signed by its own key, in memory. Stateless; on the thread
/// that reads the certificates. Loaded only with `--tls-self-signed`.
public final class SelfSigned {
  private SelfSigned() {}

  /// Makes a certificate with a new key.
  ///
  /// @param names the DNS names
  /// @param addresses the IP addresses
  static ServerCertificate create(
      Instant now, Collection<String> names, Collection<InetAddress> addresses) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      TBSCertificate content = content(now, names, addresses, keys);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(content.getEncoded());
      ASN1EncodableVector parts = new ASN1EncodableVector();
      parts.add(content);
      parts.add(content.getSignature());
      parts.add(new DERBitString(signature.sign()));
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(new DERSequence(parts).getEncoded()));
      return new ServerCertificate(List.of(certificate), keys.getPrivate());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a certificate cannot be made", e);
    }
  }

  /// Makes a certificate for `localhost` with a new key, both in PEM format.
  public static String pem(Instant now) {
    ServerCertificate made = create(now, List.of("localhost"), List.of());
    try {
      return pem("CERTIFICATE", made.leaf().getEncoded())
          + pem("PRIVATE KEY", made.key().getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate cannot be encoded", e);
    }
  }

  private static String pem(String label, byte[] content) {
    String lines = Base64.getMimeEncoder().encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }

  private static TBSCertificate content(
      Instant now, Collection<String> names, Collection<InetAddress> addresses, KeyPair keys)
      throws IOException {
    X500Name subject = new X500Name("CN=otus-server development certificate");
    V3TBSCertificateGenerator content = new V3TBSCertificateGenerator();
    content.setSerialNumber(new ASN1Integer(new BigInteger(127, new SecureRandom())));
    content.setSignature(new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256));
    content.setIssuer(subject);
    content.setSubject(subject);
    Instant begin = now.minus(Duration.ofHours(1)); // clocks of clients may be slow
    content.setStartDate(new Time(Date.from(begin)));
    // Browsers refuse certificates that are valid for longer.
    content.setEndDate(new Time(Date.from(begin.plus(Duration.ofDays(397)))));
    content.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    extensions.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    extensions.addExtension(
        Extension.subjectAlternativeName, false, alternativeNames(names, addresses));
    content.setExtensions(extensions.generate());
    return content.generateTBSCertificate();
  }

  private static GeneralNames alternativeNames(
      Collection<String> names, Collection<InetAddress> addresses) {
    return new GeneralNames(
        Stream.concat(
                names.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                addresses.stream()
                    .map(each -> each.getHostAddress().split("%")[0])
                    .map(text -> new GeneralName(GeneralName.iPAddress, text)))
            .toArray(GeneralName[]::new));
  }
}
