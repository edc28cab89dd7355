package otus.server.loop;

import java.util.Set;

/// The stack frame that most likely blocks a thread: the innermost frame that belongs neither to
/// the JDK nor to the server, or the innermost frame of all if there is no such frame. A pure
/// value.
///
/// @param module the module of the frame, or `-` if it has none
/// @param at the class, method, file and line of the frame
record BlockingFrame(String module, String at) {
  private static final Set<String> OURS =
      Set.of("otus.server.api", "otus.server.loop", "otus.server.http", "otus.server.app");

  /// Returns the blocking frame of a stack.
  ///
  /// @param stack the frames, the innermost first
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
