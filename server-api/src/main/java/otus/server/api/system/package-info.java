/// Calls of the system that the JDK lacks, and that the server lends to its bundled handlers.
/// Exported to them alone, so it may change in any version. Interfaces only; their implementations
/// are services. Start with `NonBlockingFiles`.
@NullMarked
package otus.server.api.system;

import org.jspecify.annotations.NullMarked;
