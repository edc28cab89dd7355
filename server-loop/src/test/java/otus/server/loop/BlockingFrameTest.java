package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BlockingFrameTest {

  private static StackTraceElement frame(String module, String type, String file, int line) {
    return new StackTraceElement("loader", module, "1", type, "call", file, line);
  }

  @Test
  void blocking_frame_is_the_first_outside_of_jdk_and_server() {
    StackTraceElement[] stack = {
      frame("java.base", "java.lang.Thread", "Thread.java", -2),
      frame("jdk.unsupported", "sun.misc.Unsafe", "Unsafe.java", 5),
      frame("otus.server.api", "otus.server.api.Answer", "Answer.java", 7),
      frame("hello", "hello.HelloHandler", "HelloHandler.java", 12),
      frame("other", "other.Filter", "Filter.java", 1),
      frame("otus.server.app", "otus.server.app.chain.Router", "Router.java", 40),
      frame("otus.server.http", "otus.server.http.h1.StepRunner", "StepRunner.java", 50),
      frame("otus.server.loop", "otus.server.loop.Loop", "Loop.java", 60)
    };
    assertEquals(
        new BlockingFrame("hello", "hello.HelloHandler.call(HelloHandler.java:12)"),
        BlockingFrame.in(stack));
  }

  @Test
  void static_files_module_counts_as_a_plugin() {
    StackTraceElement[] stack = {
      frame(
          "otus.server.staticfiles",
          "otus.server.staticfiles.lookup.SecurePathWalker",
          "SecurePathWalker.java",
          1)
    };
    assertEquals("otus.server.staticfiles", BlockingFrame.in(stack).module());
  }

  @Test
  void frame_without_module_and_file_is_named() {
    StackTraceElement[] stack = {frame(null, "a.B", null, -1)};
    assertEquals(new BlockingFrame("-", "a.B.call(unknown)"), BlockingFrame.in(stack));
  }

  @Test
  void innermost_frame_is_named_when_all_belong_to_jdk_or_server() {
    StackTraceElement[] stack = {frame("java.base", "java.lang.Thread", "Thread.java", -2)};
    assertEquals(
        new BlockingFrame("java.base", "java.lang.Thread.call(Thread.java)"),
        BlockingFrame.in(stack));
    assertEquals(new BlockingFrame("-", "-"), BlockingFrame.in(new StackTraceElement[0]));
  }
}
