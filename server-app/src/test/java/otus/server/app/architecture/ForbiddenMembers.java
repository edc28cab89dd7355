package otus.server.app.architecture;

import static otus.server.app.architecture.MemberAccess.anyOf;
import static otus.server.app.architecture.MemberAccess.members;
import static otus.server.app.architecture.MemberAccess.method;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The classes and members of the JDK that the rules forbid.
final class ForbiddenMembers {

  /// Sockets, channels of connections, and selectors.
  static final DescribedPredicate<JavaClass> SOCKETS =
      assignableToAny(
          "java.nio.channels.SelectableChannel",
          "java.nio.channels.NetworkChannel",
          "java.nio.channels.AsynchronousChannel",
          "java.nio.channels.Selector",
          "java.nio.channels.SelectionKey",
          "java.net.Socket",
          "java.net.ServerSocket",
          "java.net.DatagramSocket");

  private static final Set<String> ALLOWED_FOR_LATER_ANSWERS =
      Set.of(
          "java.util.concurrent.Callable",
          "java.util.concurrent.CompletableFuture",
          "java.util.concurrent.CompletionException",
          "java.util.concurrent.CompletionStage",
          "java.util.concurrent.Executor",
          "java.util.concurrent.RejectedExecutionException",
          "java.util.concurrent.TimeUnit");

  /// Locks, atomics, queues and pools: all of `java.util.concurrent`, except the types that later
  /// answers need.
  static final DescribedPredicate<JavaClass> CONCURRENT =
      DescribedPredicate.describe(
          "concurrent types",
          type ->
              type.getPackageName().startsWith("java.util.concurrent")
                  && !ALLOWED_FOR_LATER_ANSWERS.contains(type.getName()));

  static final Predicate<AccessTarget> BLOCKING =
      anyOf(
          members("java.lang.Object", "wait"),
          members("java.lang.Thread", "sleep", "join"),
          members("java.lang.Process", "waitFor"),
          members("java.util.concurrent.Future", "get", "join"),
          members("java.util.concurrent.CountDownLatch", "await"),
          members("java.util.concurrent.CyclicBarrier", "await"),
          members("java.util.concurrent.Phaser", "await*", "arriveAndAwaitAdvance"),
          members("java.util.concurrent.Semaphore", "acquire*", "tryAcquire"),
          members("java.util.concurrent.Exchanger", "exchange"),
          members("java.util.concurrent.BlockingQueue", "put", "take", "offer", "poll"),
          members("java.util.concurrent.ExecutorService", "invoke*", "awaitTermination", "close"),
          members("java.util.concurrent.locks.Lock", "lock*", "tryLock"),
          members("java.util.concurrent.locks.Condition", "await*"),
          members("java.util.concurrent.locks.LockSupport", "park*"),
          members("java.net.InetAddress", "getByName", "getAllByName", "getLocalHost"),
          members("java.net.InetAddress", "getHostName", "getCanonicalHostName", "isReachable"),
          members("java.net.InetSocketAddress", "getHostName"),
          method("java.net.InetSocketAddress", "<init>", String.class, int.class),
          members("java.nio.channels.Selector", "select"),
          members("java.nio.channels.FileChannel", "open", "read", "write", "force", "lock"),
          members("java.nio.file.Files", "*"),
          members("java.io.File", "exists", "length", "list*", "delete", "is*", "mkdir*"),
          members("java.io.InputStream", "read*", "transferTo", "skip*"),
          members("java.io.Reader", "read*", "transferTo"),
          members("java.io.FileInputStream", "<init>"),
          members("java.io.FileOutputStream", "<init>"),
          members("java.io.RandomAccessFile", "<init>"),
          members("java.util.Scanner", "<init>"));

  static final Predicate<AccessTarget> MAKING_THREADS =
      anyOf(
          members("java.lang.Thread", "<init>", "of*", "startVirtualThread"),
          members("java.util.Timer", "<init>"),
          members("java.util.Collection", "parallelStream"),
          members("java.util.stream.BaseStream", "parallel"),
          members("java.util.stream.StreamSupport", "*"),
          members("java.util.concurrent.Executors", "*"),
          members("java.util.concurrent.ExecutorService", "<init>"),
          members("java.util.concurrent.ForkJoinPool", "commonPool"),
          members("java.util.concurrent.StructuredTaskScope", "*"));

  static final Predicate<AccessTarget> ASYNC_ANYWHERE =
      target ->
          target instanceof AccessTarget.CodeUnitAccessTarget unit
              && unit.getName().endsWith("Async")
              && unit.getOwner().isAssignableTo("java.util.concurrent.CompletionStage")
              && unit.getRawParameterTypes().stream()
                  .noneMatch(type -> type.isEquivalentTo(java.util.concurrent.Executor.class));

  static final Predicate<AccessTarget> STANDARD_STREAMS =
      anyOf(
          members("java.lang.System", "in", "out", "err", "console", "set*"),
          members("java.lang.IO", "*"),
          members("java.lang.Throwable", "printStackTrace"),
          members("java.lang.Thread", "dumpStack"));

  static final Predicate<AccessTarget> PROCESS =
      anyOf(
          members("java.lang.System", "in", "out", "err", "console", "exit"),
          members("java.lang.IO", "*"),
          members("java.lang.Runtime", "exit", "halt", "addShutdownHook"));

  static final Predicate<AccessTarget> CLOCKS =
      anyOf(
          members("java.lang.System", "nanoTime", "currentTimeMillis"),
          members("java.time.InstantSource", "system*", "tick*"),
          members("java.util.Date", "<init>"),
          members("java.util.Calendar", "getInstance"),
          target ->
              target.getOwner().getPackageName().startsWith("java.time")
                  && target.getName().equals("now"));

  static final Predicate<AccessTarget> DEFAULTS =
      anyOf(
          method("java.lang.String", "getBytes"),
          method("java.lang.String", "<init>", byte[].class),
          method("java.lang.String", "<init>", byte[].class, int.class, int.class),
          method("java.lang.String", "toLowerCase"),
          method("java.lang.String", "toUpperCase"),
          method("java.lang.String", "format", String.class, Object[].class),
          method("java.lang.String", "formatted", Object[].class),
          method("java.io.PrintStream", "printf", String.class, Object[].class),
          method("java.io.PrintStream", "format", String.class, Object[].class),
          method("java.io.ByteArrayOutputStream", "toString"),
          method("java.io.InputStreamReader", "<init>", InputStream.class),
          method("java.util.Scanner", "<init>", InputStream.class),
          method("java.time.format.DateTimeFormatter", "ofPattern", String.class),
          members("java.io.FileReader", "<init>"),
          members("java.io.FileWriter", "<init>"),
          members("java.nio.charset.Charset", "defaultCharset"),
          members("java.util.Locale", "getDefault"));

  private ForbiddenMembers() {}

  private static DescribedPredicate<JavaClass> assignableToAny(String... names) {
    return DescribedPredicate.describe(
        "any of " + List.of(names),
        type -> List.of(names).stream().anyMatch(name -> type.isAssignableTo(name)));
  }
}
