package otus.server.app;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.MethodEntryRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A debugger that throws errors in threads of a process of the image, or records their calls. The
/// image has no debug agent, so the process loads the agent of the JDK that built the image.
///
/// @param machine JVM of the process
record Debugger(VirtualMachine machine) implements AutoCloseable {
  /// The time without an event after which all have arrived.
  private static final long QUIET_MILLIS = 500;

  private static final Path LIBRARIES = Path.of(System.getProperty("java.home"), "lib");

  /// The environment that the process must be started with.
  static Map<String, String> environment() {
    Path agent = LIBRARIES.resolve(System.mapLibraryName("jdwp"));
    String options = "=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";
    return Map.of(
        "OTUS_JAVA_OPTS",
        "-agentpath:" + agent + options,
        "LD_LIBRARY_PATH", // for the transport of the agent
        LIBRARIES.toString());
  }

  /// Attaches to a process, before any other line of its output is read.
  static Debugger attach(Image.Started process) throws Exception {
    String line = process.line(); // Listening for transport dt_socket at address: 12345
    AttachingConnector connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(known -> known.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(line.substring(line.lastIndexOf(' ') + 1));
    return new Debugger(connector.attach(arguments));
  }

  /// The first live thread of that name, if any.
  Optional<ThreadReference> thread(String name) {
    return machine.allThreads().stream().filter(thread -> thread.name().equals(name)).findFirst();
  }

  /// Sets a breakpoint at a method of a loaded class.
  void stopAtCall(String type, String method) {
    Location location =
        machine.classesByName(type).getFirst().methodsByName(method).getFirst().location();
    BreakpointRequest request = machine.eventRequestManager().createBreakpointRequest(location);
    request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
    request.enable();
  }

  /// Waits until a thread reaches the breakpoint, throws the error in it and resumes it.
  ///
  /// @return the name of the thread
  String throwAtCall() throws Exception {
    while (true) {
      EventSet events = machine.eventQueue().remove();
      for (Event event : events) {
        if (event instanceof BreakpointEvent call) {
          ThreadReference thread = call.thread();
          String name = thread.name();
          call.request().disable();
          thread.stop(error());
          events.resume();
          return name;
        }
      }
      events.resume();
    }
  }

  /// Records the methods that a thread enters, without stopping it.
  ///
  /// @param thread the name of the thread
  /// @param classes the classes, with `*` at the end
  /// @param except classes that are left out
  void recordCalls(String thread, String classes, String... except) {
    MethodEntryRequest request = machine.eventRequestManager().createMethodEntryRequest();
    request.addThreadFilter(thread(thread).orElseThrow());
    request.addClassFilter(classes);
    for (String each : except) {
      request.addClassExclusionFilter(each);
    }
    request.setSuspendPolicy(EventRequest.SUSPEND_NONE);
    request.enable();
  }

  /// Returns the recorded methods in order, each with the name of its class.
  List<String> calls() throws Exception {
    List<String> calls = new ArrayList<>();
    for (EventSet events = machine.eventQueue().remove(QUIET_MILLIS);
        events != null;
        events = machine.eventQueue().remove(QUIET_MILLIS)) {
      for (Event event : events) {
        if (event instanceof MethodEntryEvent call) {
          calls.add(call.method().declaringType().name() + "." + call.method().name());
        }
      }
    }
    return calls;
  }

  /// An `InternalError`; every JVM has a preallocated one.
  ObjectReference error() {
    List<ReferenceType> types = machine.classesByName("java.lang.InternalError");
    return types.getFirst().instances(1).getFirst();
  }

  /// Ends the debugging, so that the agent is at rest when the process ends. Idempotent.
  void detach() {
    try {
      machine.dispose();
    } catch (VMDisconnectedException e) {
      return; // the process has ended
    }
  }

  @Override
  public void close() {
    detach();
  }
}
