import QtQuick
import QtTest
import GmpScope

Item {
    width: 200
    height: 100

    NumberStepper {
        id: stepper

        value: "20 µs"
    }
    SignalSpy {
        id: stepped

        target: stepper
        signalName: "stepped"
    }
    SignalSpy {
        id: edited

        target: stepper
        signalName: "edited"
    }
    TestCase {
        name: "NumberStepper"
        when: windowShown

        function init() {
            stepped.clear();
            edited.clear();
            stepper.lowest = false;
            stepper.value = "20 µs";
        }
        function test_stepsBothWays() {
            mouseClick(findChild(stepper, "more"));
            mouseClick(findChild(stepper, "less"));
            compare(stepped.count, 2);
            compare(stepped.signalArguments[0][0], 1);
            compare(stepped.signalArguments[1][0], -1);
        }
        function test_stopsAtTheLowest() {
            stepper.lowest = true;
            mouseClick(findChild(stepper, "less"));
            compare(stepped.count, 0);
        }
        function test_givesWhatIsTyped() {
            const field = findChild(stepper, "field");
            mouseClick(field);
            verify(field.activeFocus);
            field.selectAll();
            keyClick(Qt.Key_7);
            keyClick(Qt.Key_Return);
            compare(edited.count, 1);
            compare(edited.signalArguments[0][0], "7");
        }
        function test_showsANewValue() {
            stepper.value = "5 ms";
            compare(findChild(stepper, "field").text, "5 ms");
        }
    }
}
