package io.hostpulse.agent.log;

import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger that writes to {@link LogOutput}. */
final class AgentLogger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;

    AgentLogger(String name) {
        this.name = name;
    }

    @Override
    public boolean isTraceEnabled() {
        return LogOutput.includes(name, Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return LogOutput.includes(name, Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return LogOutput.includes(name, Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return LogOutput.includes(name, Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return LogOutput.includes(name, Level.ERROR);
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable failure) {
        String message = MessageFormatter.basicArrayFormat(pattern, arguments);
        LogOutput.write(LogOutput.line(name, level, String.valueOf(message), failure));
    }
}
