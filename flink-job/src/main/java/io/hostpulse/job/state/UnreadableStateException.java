package io.hostpulse.job.state;

import org.apache.flink.runtime.jobgraph.OperatorID;

/** What an operator has saved cannot be read here, such as for want of a class. */
final class UnreadableStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final OperatorID operator;

    UnreadableStateException(OperatorID operator, RuntimeException cause) {
        super(cause.getMessage(), cause);
        this.operator = operator;
    }

    OperatorID operator() {
        return operator;
    }
}
