import QtQuick
import QtTest
import GmpScope

Item {
    width: 1280
    height: 60

    Workbench {
        id: bench
    }
    TransportBar {
        id: bar

        width: parent.width
        workbench: bench
    }
    TestCase {
        name: "Transport"
        when: windowShown

        function test_withoutARunThereIsNothingToStopOrHold() {
            verify(findChild(bar, "runButton").enabled);
            verify(!findChild(bar, "stopButton").enabled);
            verify(!findChild(bar, "holdButton").enabled);
            verify(!findChild(bar, "figures").visible);
        }
        function test_setsGomaxprocsForTheNextRun() {
            const stepper = findChild(bar, "gomaxprocs");
            bench.run.gomaxprocs = 2;
            mouseClick(findChild(stepper, "more"));
            compare(bench.run.gomaxprocs, 3);
            mouseClick(findChild(stepper, "less"));
            mouseClick(findChild(stepper, "less"));
            compare(bench.run.gomaxprocs, 1);
            mouseClick(findChild(stepper, "less"));
            compare(bench.run.gomaxprocs, 1);
        }
        function test_saysTheModeInAWord() {
            verify(findChild(bar, "modeWord").text !== "");
        }
    }
}
