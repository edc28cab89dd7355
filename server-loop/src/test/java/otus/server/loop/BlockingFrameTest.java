package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BlockingFrameTest {

  private static StackTraceElement frame(String module, String type, String file, int line) {
    return new StackTraceElement("loader", module, "1", type, "call", file, line);
  }

  @Test
  void it_is_the_first_that_is_neither_the_jdks_nor_the_servers() {
    StackTraceElement[] stack = {
      frame("java.base", "java.lang.Thread", "Thread.java", -2),
      frame("jdk.unsupported", "sun.misc.Unsafe", "Unsafe.java", 5),
      frame("otus.server.api", "otus.server.api.Answer", "Answer.java", 7),
      frame("hello", "hello.HelloHandler", "HelloHandler.java", 12),
      frame("other", "other.Filter", "Filter.java", 1),
      frame("otus.server.app", "otus.server.app.chain.PrefixHandler", "Prefixed.java", 40),
      frame("otus.server.http", "otus.server.http.h1.StepRunner", "Turns.java", 50),
      frame("otus.server.loop", "otus.server.loop.Loop", "Loop.java", 60)
    };
    assertEquals(
        new BlockingFrame("hello", "hello.HelloHandler.call(HelloHandler.java:12)"),
        BlockingFrame.in(stack));
  }

  @Test
  void files_are_served_by_a_plugin_like_any_other() {
    StackTraceElement[] stack = {
      frame(
          "otus.server.staticfiles",
          "otus.server.staticfiles.lookup.SecurePathWalker",
          "Walk.java",
          1)
    };
    assertEquals("otus.server.staticfiles", BlockingFrame.in(stack).module());
  }

  @Test
  void a_class_may_be_in_no_module_and_have_no_file() {
    StackTraceElement[] stack = {frame(null, "a.B", null, -1)};
    assertEquals(new BlockingFrame("-", "a.B.call(unknown)"), BlockingFrame.in(stack));
  }

  @Test
  void without_a_stranger_it_is_where_the_thread_is() {
    StackTraceElement[] stack = {frame("java.base", "java.lang.Thread", "Thread.java", -2)};
    assertEquals(
        new BlockingFrame("java.base", "java.lang.Thread.call(Thread.java)"),
        BlockingFrame.in(stack));
    assertEquals(new BlockingFrame("-", "-"), BlockingFrame.in(new StackTraceElement[0]));
  }
}
