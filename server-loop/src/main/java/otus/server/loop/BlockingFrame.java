package otus.server.loop;

import java.util.Set;

/// Whose code a thread is in: that of the first frame which belongs neither to the JDK nor to the
/// server, or else of the first of all. Pure.
///
/// @param module its module; `-` if it has none
/// @param at the frame: class, method, file and line
record BlockingFrame(String module, String at) {
  private static final Set<String> OURS =
      Set.of("otus.server.api", "otus.server.loop", "otus.server.http", "otus.server.app");

  /// Looks for it.
  ///
  /// @param stack the innermost frame first
  static BlockingFrame in(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (isForeign(frame.getModuleName())) {
        return of(frame);
      }
    }
    return stack.length == 0 ? new BlockingFrame("-", "-") : of(stack[0]);
  }

  private static boolean isForeign(String module) {
    return module == null
        || !(module.startsWith("java.") || module.startsWith("jdk.") || OURS.contains(module));
  }

  private static BlockingFrame of(StackTraceElement frame) {
    String module = frame.getModuleName();
    String place =
        frame.getFileName() == null
            ? "unknown"
            : frame.getFileName() + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber());
    return new BlockingFrame(
        module == null ? "-" : module,
        frame.getClassName() + "." + frame.getMethodName() + "(" + place + ")");
  }
}
