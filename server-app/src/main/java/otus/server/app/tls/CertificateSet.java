package otus.server.app.tls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The certificates of a server at one time, with the choice by server name: first those with
/// exactly this name, then those with a wildcard for its first label (RFC 9525 §6.3), otherwise the
/// default. Of these, the first whose key has the type that the client wants. Immutable; any
/// thread.
final class CertificateSet {
  private final List<ServerCertificate> all;
  private final Map<String, List<ServerCertificate>> byName = new HashMap<>();
  private final List<ServerCertificate> defaults;

  /// @param all the certificates; the first one is the default, with those of the same first name,
  ///     which differ in their type of key
  CertificateSet(List<ServerCertificate> all) {
    this.all = List.copyOf(all);
    for (ServerCertificate each : all) {
      for (String name : each.names()) {
        byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(each);
      }
    }
    ServerCertificate first = all.getFirst();
    defaults = all.stream().filter(each -> each == first || isOfSameName(each, first)).toList();
  }

  private static boolean isOfSameName(ServerCertificate one, ServerCertificate other) {
    return !other.names().isEmpty() && one.names().contains(other.names().getFirst());
  }

  List<ServerCertificate> all() {
    return all;
  }

  /// Returns whether another set has the same certificates.
  boolean isSame(CertificateSet other) {
    return all.stream()
        .map(ServerCertificate::chain)
        .toList()
        .equals(other.all.stream().map(ServerCertificate::chain).toList());
  }

  /// Returns whether a certificate has a name.
  boolean hasName(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return byName.containsKey(name) || byName.containsKey(wildcard(name));
  }

  /// Chooses a certificate.
  ///
  /// @param host the name that the client has sent, or null if it has sent none
  /// @param keyType the type of the key, as in [ServerCertificate#keyType]
  /// @return the certificate, or null if none of the name has such a key
  @Nullable ServerCertificate find(@Nullable String host, String keyType) {
    if (host == null) {
      return first(defaults, keyType);
    }
    String name = host.toLowerCase(Locale.ROOT);
    List<ServerCertificate> exact = byName.get(name);
    List<ServerCertificate> wild = byName.get(wildcard(name));
    if (exact == null && wild == null) {
      return first(defaults, keyType);
    }
    ServerCertificate found = first(exact, keyType);
    return found == null ? first(wild, keyType) : found;
  }

  private static String wildcard(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? "" : "*" + name.substring(dot);
  }

  private static @Nullable ServerCertificate first(
      @Nullable List<ServerCertificate> some, String keyType) {
    if (some != null) {
      for (ServerCertificate each : some) {
        if (each.keyType().equals(keyType)) {
          return each;
        }
      }
    }
    return null;
  }
}
