package otus.server.app.tls;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;
import otus.server.app.config.Options;
import otus.server.app.config.TlsOptions;
import otus.server.app.config.UsageException;

/// The TLS of a server: its certificates, which can be replaced while it runs, and the engines of
/// its connections. Created by `Wiring` before the ports are open, owned by `Server`. A reload and
/// the [CertificateWatch] replace the certificates; event loops get engines.
///
/// A replacement is one write, so that each handshake sees either all the former certificates or
/// all the new ones. The context of the JDK stays, and with it the sessions: clients resume them
/// after new certificates, too.
public final class ServerTls implements Supplier<SSLEngine>, AutoCloseable {
  private static final Logger LOG = System.getLogger(ServerTls.class.getName());

  private final InstantSource clock;
  private final @Nullable ServerCertificate selfSigned;
  private final SniKeyManager keys;
  private final CertificateWatch watch;
  private final AtomicLong replaced = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile Prepared current;

  /// A certificate, for operators.
  ///
  /// @param name its first DNS name, or its subject
  /// @param keyType `EC`, `RSA` or `EdDSA`
  /// @param expiry the time from which on clients refuse it
  public record Certificate(String name, String keyType, Instant expiry) {}

  /// Settings and certificates that have been read, but are not used yet. Immutable.
  public static final class Prepared {
    private final TlsOptions options;
    private final FileStamps stamps;
    private final CertificateSet set;
    private final TlsContext context;

    private Prepared(
        TlsOptions options, FileStamps stamps, CertificateSet set, TlsContext context) {
      this.options = options;
      this.stamps = stamps;
      this.set = set;
      this.context = context;
    }
  }

  private ServerTls(
      Options options, TlsOptions tls, InstantSource clock, Consumer<String> warnings) {
    this.clock = clock;
    selfSigned = tls.selfSigned() ? SelfSignedNames.of(options).create(clock.instant()) : null;
    FileStamps stamps = FileStamps.of(tls.files());
    CertificateSet set = read(tls, warnings);
    keys = new SniKeyManager(set);
    current = new Prepared(tls, stamps, set, TlsContext.of(tls, keys, null));
    watch = new CertificateWatch(this, clock);
  }

  /// Reads the certificates of settings with TLS.
  ///
  /// @param warnings receives one line for each certificate that clients may refuse
  /// @throws UsageException if a certificate cannot be used
  public static ServerTls read(Options options, InstantSource clock, Consumer<String> warnings) {
    return new ServerTls(options, options.tls().orElseThrow(), clock, warnings);
  }

  /// Reads the certificates on another thread, beside the rest of the start: the JDK loads much for
  /// it.
  ///
  /// @param warnings receives the lines on the calling thread, when the result is taken
  /// @return waits for the result; throws a [UsageException] as [#read]
  public static Supplier<ServerTls> begin(
      Options options, InstantSource clock, Consumer<String> warnings) {
    List<String> lines = new ArrayList<>();
    FutureTask<ServerTls> reading = new FutureTask<>(() -> read(options, clock, lines::add));
    Thread.ofPlatform().daemon().name("otus-tls-start").start(reading);
    return () -> {
      try {
        ServerTls tls = reading.get();
        lines.forEach(warnings);
        return tls;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UsageException fault) {
          throw fault;
        }
        throw new IllegalStateException("TLS: " + e.getCause(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted");
      }
    };
  }

  private CertificateSet read(TlsOptions options, Consumer<String> warnings) {
    return selfSigned == null
        ? new CertificateReader(clock.instant(), warnings).read(options)
        : new CertificateSet(List.of(selfSigned));
  }

  /// Creates the engine of a connection. Any thread.
  @Override
  public SSLEngine get() {
    return current.context.engine();
  }

  /// Shakes hands with itself once, on another thread, so that the first client waits less. When
  /// the server serves.
  public void warmUp() {
    Thread.ofPlatform()
        .daemon()
        .name("otus-tls-warm-up")
        .start(() -> WarmUp.run(get(), current.set.all().getFirst().names()));
  }

  /// Begins to watch the files, when the server serves.
  public void watch() {
    if (selfSigned == null) {
      watch.start();
    }
  }

  /// Reads the certificates of other settings, which are used later or not at all. A certificate
  /// that was made at the start stays.
  ///
  /// @param warnings receives one line for each certificate that clients may refuse
  /// @throws UsageException if a certificate cannot be used
  public Prepared prepare(TlsOptions options, Consumer<String> warnings) {
    if (options.selfSigned() != (selfSigned != null)) {
      throw new UsageException("--tls-self-signed can only change by a restart");
    }
    try {
      FileStamps stamps = FileStamps.of(options.files());
      CertificateSet set = read(options, warnings);
      return new Prepared(options, stamps, set, TlsContext.of(options, keys, current.context));
    } catch (UsageException e) {
      refused.incrementAndGet();
      throw e;
    }
  }

  /// Uses certificates for all handshakes that begin from now on. Any thread.
  public synchronized void use(Prepared prepared) {
    Prepared former = current;
    keys.replace(prepared.set);
    current = prepared;
    if (!prepared.set.isSame(former.set)) {
      replaced.incrementAndGet();
      String names =
          prepared.set.all().stream()
              .map(ServerCertificate::label)
              .collect(Collectors.joining(" "));
      LOG.log(Level.INFO, "event=certificates-replaced names=" + LogValue.of(names));
    }
  }

  /// The attributes of the files in use, as they are now.
  FileStamps stamps() {
    return FileStamps.of(current.options.files());
  }

  /// Returns whether the certificates in use are those of files with these attributes.
  boolean isRead(FileStamps stamps) {
    return stamps.equals(current.stamps);
  }

  /// Reads the files again and uses them.
  ///
  /// @throws UsageException if a certificate cannot be used; the former ones stay
  void refresh() {
    use(
        prepare(
            current.options,
            warning ->
                LOG.log(
                    Level.WARNING, "event=certificate-doubtful reason=" + LogValue.of(warning))));
  }

  /// The certificates in use. Any thread.
  public List<Certificate> certificates() {
    return current.set.all().stream()
        .map(each -> new Certificate(each.label(), each.keyType(), each.expiry()))
        .toList();
  }

  /// The number of times that certificates have been replaced. Any thread.
  public long replaced() {
    return replaced.get();
  }

  /// The number of times that new certificates could not be used. Any thread.
  public long refused() {
    return refused.get();
  }

  /// The SHA-256 fingerprint of a certificate that was made at the start, as browsers show it.
  public Optional<String> fingerprint() {
    if (selfSigned == null) {
      return Optional.empty();
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(selfSigned.leaf().getEncoded());
      return Optional.of(HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no fingerprint", e);
    }
  }

  /// Ends the watch. Engines can still be created.
  @Override
  public void close() {
    watch.close();
  }
}
